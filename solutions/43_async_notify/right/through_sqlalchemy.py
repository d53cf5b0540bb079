"""The driver's connection, taken out of an engine that keeps it for nobody else; and a queue with an end."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool


@dataclass(frozen=True)
class Event:
    op: str
    id: int
    payload: dict[str, Any] | None


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


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
        self._channel, self._maxsize = channel, maxsize
        self._waiting = asyncio.Queue()
        self._engine = create_async_engine(url, poolclass=NullPool)

    async def __aenter__(self):
        self._connection = await self._engine.connect()
        try:
            raw = await self._connection.get_raw_connection()
            await raw.driver_connection.add_listener(self._channel, self._heard)
            raw.driver_connection.add_termination_listener(lambda connection: self._waiting.put_nowait(None))
        except BaseException:
            await self._connection.close()
            raise
        return self

    async def __aexit__(self, *error):
        await self._connection.close()

    def _heard(self, connection, pid, channel, message):
        # One more place is for the end, which always has room.
        if self._waiting.qsize() >= self._maxsize:
            self.lost += 1
        else:
            self._waiting.put_nowait(json.loads(message))

    def __aiter__(self):
        return self

    async def __anext__(self):
        found = await self._waiting.get()
        if found is None:
            self._waiting.put_nowait(None)
            raise ConnectionError("no more events")
        return Event(found["op"], found["id"], found.get("row"))
