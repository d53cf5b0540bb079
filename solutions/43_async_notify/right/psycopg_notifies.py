"""psycopg 3: a task reads its async generator of notifications.

needs: psycopg
"""

import asyncio
import json
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
        self._events = asyncio.Queue()

    async def __aenter__(self):
        self._connection = await psycopg.AsyncConnection.connect(for_driver(self._url), autocommit=True)
        try:
            await self._connection.execute(f"LISTEN {quoted(self._channel)}")
        except BaseException:
            await self._connection.close()
            raise
        self._listening = asyncio.create_task(self._listen())
        return self

    async def __aexit__(self, *error):
        self._listening.cancel()
        await asyncio.wait([self._listening])
        await self._connection.close()

    async def _listen(self):
        try:
            async for notification in self._connection.notifies():
                if self._events.qsize() < self._maxsize:
                    found = json.loads(notification.payload)
                    self._events.put_nowait(Event(found["op"], found["id"], found.get("row")))
                else:
                    self.lost += 1
        except psycopg.OperationalError as error:
            self._broken = ConnectionError(str(error))
            self._events.put_nowait(self._broken)

    def __aiter__(self):
        return self

    async def __anext__(self):
        event = await self._events.get()
        if isinstance(event, ConnectionError):
            self._events.put_nowait(event)
            raise event
        return event
