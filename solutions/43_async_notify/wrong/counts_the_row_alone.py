"""Sends a row whose JSON is shorter than 8000 bytes, and forgets what else is in the message.

caught by: test_big_rows_are_stored
says: the row is not all that is in it
"""

import asyncio
import json
from collections import deque
from dataclasses import dataclass
from typing import Any, Self

import asyncpg
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine


@dataclass(frozen=True)
class Event:
    """One row has changed: ``op`` is "insert", "update" or "delete"."""

    op: str
    id: int
    payload: dict[str, Any] | None


def quoted(name: str) -> str:
    """The name of a table or of a channel as it stands in a statement."""
    return '"' + name.replace('"', '""') + '"'


def for_driver(url: str) -> str:
    """The URL as drivers themselves take it, such as ``asyncpg.connect``."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


FUNCTION = """
CREATE OR REPLACE FUNCTION ring() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed CONSTANT jsonb = to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);
    -- Without its own number, a notification that looks like an earlier one of the transaction would be left out.
    event jsonb = jsonb_build_object('op', lower(TG_OP), 'id', changed -> 'id', 'number', gen_random_uuid());
BEGIN
    IF octet_length(changed::text) < 8000 THEN
        event = event || jsonb_build_object('row', changed);
    END IF;
    PERFORM pg_notify(TG_ARGV[0], event::text);
    RETURN NULL;
END $$
"""


async def install_trigger(engine: AsyncEngine, table: str, channel: str) -> None:
    """From now on the channel gets one notification for each row of the table that a transaction has changed."""
    async with engine.begin() as connection:
        await connection.execute(text(FUNCTION))
        await connection.execute(
            text(
                f"CREATE OR REPLACE TRIGGER ring AFTER INSERT OR UPDATE OR DELETE ON {quoted(table)} "
                f"FOR EACH ROW EXECUTE FUNCTION ring({quoted(channel)})"
            )
        )


class Feed:
    """The events of a channel: ``async with Feed(url, channel) as feed``, and in it ``async for event in feed``."""

    def __init__(self, url: str, channel: str, *, maxsize: int = 10_000) -> None:
        self.lost = 0
        self._url, self._channel, self._maxsize = url, channel, maxsize
        self._events: deque[Event] = deque()
        self._news = asyncio.Event()
        self._broken = False

    async def __aenter__(self) -> Self:
        """Return when it listens: no change that is committed later is missed."""
        self._connection = await asyncpg.connect(for_driver(self._url))
        try:
            self._connection.add_termination_listener(self._ended)
            await self._connection.add_listener(self._channel, self._heard)
        except BaseException:
            await self._connection.close()
            raise
        return self

    async def __aexit__(self, *error: object) -> None:
        """Return when nothing of it is connected any more."""
        await self._connection.close()

    def _heard(self, connection: object, pid: int, channel: str, message: str) -> None:
        if len(self._events) >= self._maxsize:
            self.lost += 1
            return
        found = json.loads(message)
        self._events.append(Event(found["op"], found["id"], found.get("row")))
        self._news.set()

    def _ended(self, connection: object) -> None:
        self._broken = True
        self._news.set()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Event:
        """The next event, first come first. It waits as long as there is none."""
        while not self._events:
            if self._broken:
                raise ConnectionError("the connection of the feed has ended")
            self._news.clear()
            await self._news.wait()
        return self._events.popleft()
