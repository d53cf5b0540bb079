"""An engine for each run, made, used and disposed of in the loop of that run."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine


async def late_trams(engine: AsyncEngine) -> list[str]:
    """The names of the trams that are late, first come first."""
    async with engine.connect() as connection:
        return list(await connection.scalars(text("SELECT name FROM late_trams ORDER BY id")))


@asynccontextmanager
async def with_engine(url: str) -> AsyncIterator[AsyncEngine]:
    """An engine for a block. When the block is over, however it ended, no connection of this engine is open."""
    engine = create_async_engine(url)
    try:
        yield engine
    finally:
        await engine.dispose()


async def report(url: str) -> list[str]:
    """Everything that belongs to one loop."""
    async with with_engine(url) as engine:
        return await late_trams(engine)


def run_report(url: str) -> list[str]:
    """Return the late trams, from ordinary code."""
    return asyncio.run(report(url))


def run_in_thread(url: str) -> list[str]:
    """Return the late trams, where an event loop may be running already in the thread that calls."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(run_report, url).result()
