"""The threads share one engine that is never disposed of.

caught by: test_beside_a_running_loop
says: attached to a different loop
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine


engines = {}


def engine_of(url):
    if url not in engines:
        engines[url] = create_async_engine(url)
    return engines[url]


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
        return await late_trams(engine)


def run_report(url):
    return asyncio.run(report(url))


async def report_again(url):
    return await late_trams(engine_of(url))


def run_in_thread(url):
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, report_again(url)).result()
