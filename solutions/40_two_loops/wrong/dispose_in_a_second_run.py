"""Disposes of the engine in a loop of its own, when the loop of its connections is closed.

caught by: test_one_run_after_another
says: could not be closed in good order
says: Event loop is closed
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine


async def late_trams(engine):
    async with engine.connect() as connection:
        return list(await connection.scalars(text("SELECT name FROM late_trams ORDER BY id")))


@asynccontextmanager
async def with_engine(url):
    engine = create_async_engine(url)
    try:
        yield engine
    finally:
        await engine.dispose()


def run_report(url):
    engine = create_async_engine(url)
    try:
        return asyncio.run(late_trams(engine))
    finally:
        asyncio.run(engine.dispose())


def run_in_thread(url):
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(run_report, url).result()
