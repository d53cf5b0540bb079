"""A thread waits for notifications, and hands each one over to the loop.

needs: psycopg
"""

import asyncio
import json
import threading
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
        loop = asyncio.get_running_loop()
        self._stop, self._listens = threading.Event(), loop.create_future()
        self._thread = loop.run_in_executor(None, self._work, loop)
        try:
            await asyncio.wait([self._listens, self._thread], return_when=asyncio.FIRST_COMPLETED)
        except BaseException:
            await self.__aexit__()
            raise
        if not self._listens.done():
            await self._thread
        return self

    async def __aexit__(self, *error):
        self._stop.set()
        await asyncio.wait([self._thread])

    def _work(self, loop):
        with psycopg.connect(for_driver(self._url), autocommit=True) as connection:
            connection.execute(f"LISTEN {quoted(self._channel)}")
            loop.call_soon_threadsafe(self._listens.set_result, None)
            try:
                while not self._stop.is_set():
                    for notification in connection.notifies(timeout=0.05):
                        loop.call_soon_threadsafe(self._heard, notification.payload)
            except psycopg.OperationalError:
                loop.call_soon_threadsafe(self._ended)

    def _heard(self, message):
        if len(self._events) >= self._maxsize:
            self.lost += 1
            return
        found = json.loads(message)
        self._events.append(Event(found["op"], found["id"], found.get("row")))
        self._news.set()

    def _ended(self):
        self._broken = True
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
