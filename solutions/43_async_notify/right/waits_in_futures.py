"""Hands an event to who waits for it, and keeps those for which nobody does; the way out is a stack."""

import asyncio
import json
from collections import deque
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import asyncpg
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
        self._events, self._readers = deque(), deque()
        self._broken = False

    async def __aenter__(self):
        async with AsyncExitStack() as stack:
            connection = await asyncpg.connect(for_driver(self._url))
            stack.push_async_callback(connection.close)
            connection.add_termination_listener(self._ended)
            await connection.add_listener(self._channel, self._heard)
            self._way_out = stack.pop_all()
        return self

    async def __aexit__(self, *error):
        await self._way_out.aclose()

    def _heard(self, connection, pid, channel, message):
        found = json.loads(message)
        event = Event(found["op"], found["id"], found.get("row"))
        while self._readers:
            reader = self._readers.popleft()
            if not reader.done():
                reader.set_result(event)
                return
        if len(self._events) < self._maxsize:
            self._events.append(event)
        else:
            self.lost += 1

    def _ended(self, connection):
        self._broken = True
        for reader in self._readers:
            if not reader.done():
                reader.set_exception(ConnectionError("the line is dead"))

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self._events:
            return self._events.popleft()
        if self._broken:
            raise ConnectionError("the line is dead")
        reader = asyncio.get_running_loop().create_future()
        self._readers.append(reader)
        return await reader
