"""One runner for all reports of the main program: one loop, which is never closed in between."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

runner = asyncio.Runner()


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
    return runner.run(report(url))


def run_in_thread(url):
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, report(url)).result()
