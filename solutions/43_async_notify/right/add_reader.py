"""A connection that knows nothing of asyncio: the loop watches its socket, and reads when something is there.

needs: psycopg
"""

import asyncio
import json
from collections import deque
from dataclasses import dataclass
from typing import Any

import psycopg
from sqlalchemy import make_url, text


@dataclass(frozen=True)
class Event:
    op: str
    id: int
    payload: dict[str, Any] | None


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def for_driver(url):
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


FUNCTION = """
CREATE OR REPLACE FUNCTION ring() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed CONSTANT jsonb = to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);
    event jsonb = jsonb_build_object('op', lower(TG_OP), 'id', changed -> 'id', 'number', gen_random_uuid());
BEGIN
    IF octet_length(changed::text) <= 7000 THEN
        event = event || jsonb_build_object('row', changed);
    END IF;
    PERFORM pg_notify(TG_ARGV[0], event::text);
    RETURN NULL;
END $$
"""


async def install_trigger(engine, table, channel):
    trigger = f"""
        CREATE OR REPLACE TRIGGER ring AFTER INSERT OR UPDATE OR DELETE ON {quoted(table)}
        FOR EACH ROW EXECUTE FUNCTION ring({quoted(channel)})
    """
    async with engine.begin() as connection:
        await connection.execute(text(FUNCTION))
        await connection.execute(text(trigger))


class Feed:
    def __init__(self, url, channel, *, maxsize=10_000):
        self.lost = 0
        self._url, self._channel, self._maxsize = url, channel, maxsize
        self._events = deque()
        self._news = asyncio.Event()
        self._broken = False

    async def __aenter__(self):
        self._connection = await asyncio.to_thread(psycopg.connect, for_driver(self._url), autocommit=True)
        try:
            self._connection.add_notify_handler(self._heard)
            self._connection.execute(f"LISTEN {quoted(self._channel)}")
        except BaseException:
            self._connection.close()
            raise
        self._file = self._connection.fileno()
        asyncio.get_running_loop().add_reader(self._file, self._readable)
        return self

    async def __aexit__(self, *error):
        asyncio.get_running_loop().remove_reader(self._file)
        self._connection.close()

    def _readable(self):
        try:
            # Takes in what the server has sent, and asks it nothing.
            self._connection.pgconn.consume_input()
            while notification := self._connection.pgconn.notifies():
                self._heard_text(notification.extra.decode())
        except psycopg.OperationalError:
            asyncio.get_running_loop().remove_reader(self._file)
            self._broken = True
            self._news.set()

    def _heard(self, notification):
        self._heard_text(notification.payload)

    def _heard_text(self, message):
        if len(self._events) >= self._maxsize:
            self.lost += 1
            return
        found = json.loads(message)
        self._events.append(Event(found["op"], found["id"], found.get("row")))
        self._news.set()

    def __aiter__(self):
        return self

    async def __anext__(self):
        while not self._events:
            if self._broken:
                raise ConnectionError("the connection of the feed has ended")
            self._news.clear()
            await self._news.wait()
        return self._events.popleft()
