"""One connection, no pool to speak of: the engine is disposed of while its only connection is at work, and last."""

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
    engine = create_async_engine(url, pool_size=1)
    try:
        yield engine
    except BaseException:
        await engine.dispose()
        raise
    else:
        await engine.dispose()


async def report(url):
    async with with_engine(url) as engine:
        return await late_trams(engine)


def run_report(url):
    return asyncio.run(report(url))


pool = ThreadPoolExecutor(max_workers=8)


def run_in_thread(url):
    return pool.submit(run_report, url).result()
