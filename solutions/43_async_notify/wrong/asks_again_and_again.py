"""A table of changes, which the feed looks into all the time.

caught by: test_a_feed_is_silent
says: the feed asked the server something while it waited
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


SETUP = [
    "CREATE TABLE IF NOT EXISTS changes (number BIGSERIAL PRIMARY KEY, channel TEXT, event JSONB)",
    """
CREATE OR REPLACE FUNCTION ring() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed CONSTANT jsonb = to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);
    event jsonb = jsonb_build_object('op', lower(TG_OP), 'id', changed -> 'id', 'number', gen_random_uuid());
BEGIN
    IF octet_length(changed::text) <= 7000 THEN
        event = event || jsonb_build_object('row', changed);
    END IF;
    INSERT INTO changes (channel, event) VALUES (TG_ARGV[0], event);
    PERFORM pg_notify(TG_ARGV[0], event::text);
    RETURN NULL;
END $$
""",
    """
CREATE OR REPLACE TRIGGER ring AFTER INSERT OR UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION ring({channel})
""",
]


async def install_trigger(engine, table, channel):
    async with engine.begin() as connection:
        for statement in SETUP:
            if "CREATE OR REPLACE TRIGGER" in statement:
                statement = statement.replace("{table}", quoted(table)).replace("{channel}", quoted(channel))
            await connection.execute(text(statement))


class Feed:
    def __init__(self, url, channel, *, maxsize=10_000):
        self.lost = 0
        self._url, self._channel, self._maxsize = url, channel, maxsize
        self._events = deque()
        self._news = asyncio.Event()

    async def __aenter__(self):
        self._connection = await asyncpg.connect(for_driver(self._url))
        self._seen = set(await self._ask())
        self._asking = asyncio.create_task(self._ask_again_and_again())
        return self

    async def _ask(self):
        rows = await self._connection.fetch("SELECT number, event FROM changes WHERE channel = $1 ORDER BY number", self._channel)
        return {row["number"]: row["event"] for row in rows}

    async def _ask_again_and_again(self):
        while True:
            await asyncio.sleep(0.01)
            for number, event in (await self._ask()).items():
                if number not in self._seen:
                    self._seen.add(number)
                    self._heard(event)

    async def __aexit__(self, *error):
        self._asking.cancel()
        await asyncio.wait([self._asking])
        await self._connection.close()

    def _heard(self, message):
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
            self._news.clear()
            await self._news.wait()
        return self._events.popleft()
