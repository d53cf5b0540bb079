"""The main program keeps its engine and empties its pool in each loop; a thread has an engine of its own."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine


async def late_trams(engine):
    async with engine.connect() as connection:
        return list(await connection.scalars(text("SELECT name FROM late_trams ORDER BY id")))


engines = threading.local()


@asynccontextmanager
async def with_engine(url):
    if getattr(engines, "url", None) != url:
        engines.url = url
        engines.engine = create_async_engine(url, pool_size=2)
    try:
        yield engines.engine
    finally:
        await engines.engine.dispose()


async def report(url):
    async with with_engine(url) as engine:
        return await late_trams(engine)


def run_report(url):
    return asyncio.run(report(url))


def run_in_thread(url):
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(run_report, url).result()
