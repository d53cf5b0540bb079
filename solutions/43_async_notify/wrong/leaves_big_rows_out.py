"""Sends nothing for a row that is too big.

caught by: test_big_rows_are_stored
says: Rows with long notes were inserted: each of them rings
"""

import asyncio
import json
from collections import deque
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
        PERFORM pg_notify(TG_ARGV[0], event::text);
    END IF;
    RETURN NULL;
END $$
"""
TRIGGER = """
CREATE OR REPLACE TRIGGER ring AFTER INSERT OR UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION ring({channel})
"""


async def install_trigger(engine, table, channel):
    async with engine.begin() as connection:
        await connection.execute(text(FUNCTION))
        await connection.execute(text(TRIGGER.format(table=quoted(table), channel=quoted(channel))))


class Feed:
    def __init__(self, url, channel, *, maxsize=10_000):
        self.lost = 0
        self._url, self._channel, self._maxsize = url, channel, maxsize
        self._events = deque()
        self._news = asyncio.Event()
        self._broken = False

    async def __aenter__(self):
        self._connection = await asyncpg.connect(for_driver(self._url))
        try:
            self._connection.add_termination_listener(self._ended)
            await self._connection.add_listener(self._channel, self._heard)
        except BaseException:
            await self._connection.close()
            raise
        return self

    async def __aexit__(self, *error):
        await self._connection.close()

    def _heard(self, connection, pid, channel, message):
        if len(self._events) >= self._maxsize:
            self.lost += 1
            return
        found = json.loads(message)
        self._events.append(Event(found["op"], found["id"], found.get("row")))
        self._news.set()

    def _ended(self, connection):
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
