"""Brings the result over in one queue for all loops.

caught by: test_one_run_after_another
says: is bound to a different event loop
says: This object belongs to another event loop
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine


results = asyncio.Queue()


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


async def report(url):
    async with with_engine(url) as engine:

        async def ask():
            results.put_nowait(await late_trams(engine))

        asking = asyncio.create_task(ask())
        names = await results.get()
        await asking
        return names


def run_report(url):
    return asyncio.run(report(url))


def run_in_thread(url):
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(run_report, url).result()
