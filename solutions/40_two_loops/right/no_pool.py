"""An engine without a pool closes each connection as soon as it comes back, in the loop it belongs to."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool


async def late_trams(engine):
    async with engine.connect() as connection:
        return list(await connection.scalars(text("SELECT name FROM late_trams ORDER BY id")))


engines = {}


@asynccontextmanager
async def with_engine(url):
    if url not in engines:
        engines[url] = create_async_engine(url, poolclass=NullPool)
    yield engines[url]


async def report(url):
    async with with_engine(url) as engine:
        return await late_trams(engine)


def run_report(url):
    return asyncio.run(report(url))


def run_in_thread(url):
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(run_report, url).result()
