"""Triggers for statements, which see all rows that a statement has changed as a table."""

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
BEGIN
    PERFORM pg_notify(
        TG_ARGV[0],
        json_build_array(
            gen_random_uuid(), lower(TG_OP), row.id, CASE WHEN octet_length(to_json(row)::text) < 7500 THEN row END
        )::text
    )
    FROM changed AS row;
    RETURN NULL;
END $$
"""


def trigger(op, table, channel):
    return f"""
        CREATE OR REPLACE TRIGGER "ring after {op}" AFTER {op} ON {quoted(table)}
        REFERENCING {"OLD" if op == "DELETE" else "NEW"} TABLE AS changed
        FOR EACH STATEMENT EXECUTE FUNCTION ring('{channel}')
    """


async def install_trigger(engine, table, channel):
    async with engine.begin() as connection:
        await connection.execute(text(FUNCTION))
        for op in ("INSERT", "UPDATE", "DELETE"):
            await connection.execute(text(trigger(op, table, channel)))


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
        _, *event = json.loads(message)
        self._events.append(Event(*event))
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
