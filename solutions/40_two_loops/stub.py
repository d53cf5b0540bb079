"""A tram company lists its late trams, again and again, in one program that runs all day.

The program is older than asyncio. Whenever it needs the list, it starts an event loop for it, and when the list is
there, the loop is closed. Some of its newer parts have a loop running already, and some have threads.

The first version that comes to mind works on SQLite. On PostgreSQL the second list of the day is an error.

Check it: pytest exercises/40
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine


async def late_trams(engine: AsyncEngine) -> list[str]:
    """The names of the trams that are late, first come first. Given: nothing to write here."""
    async with engine.connect() as connection:
        return list(await connection.scalars(text("SELECT name FROM late_trams ORDER BY id")))


@asynccontextmanager
async def with_engine(url: str) -> AsyncIterator[AsyncEngine]:
    """An engine for a block: ``async with with_engine(url) as engine``.

    When the block is over, however it ended, no connection of this engine is open. Errors reach the caller.
    """
    raise NotImplementedError


def run_report(url: str) -> list[str]:
    """Return the late trams, from ordinary code: no event loop runs in this thread yet. One loop after another may.

    url: names a database with the table. Its errors reach the caller. When the function returns or raises, no
        connection of it is open.
    """
    raise NotImplementedError


def run_in_thread(url: str) -> list[str]:
    """Return the late trams, where an event loop may be running already in the thread that calls.

    Another thread does the work, on a loop that is not the caller's; the thread that calls waits, and so does its loop.
    Several threads may call at the same time, and none waits for the others. Errors and connections: as in run_report.
    """
    raise NotImplementedError
