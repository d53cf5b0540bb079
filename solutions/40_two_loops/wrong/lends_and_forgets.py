"""The block gets an engine, and nothing happens after it.

caught by: test_an_engine_for_a_block
says: the server has connections of it
says: 2 connections left open
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
    yield create_async_engine(url)


async def report(url):
    async with with_engine(url) as engine:
        return await late_trams(engine)


def run_report(url):
    return asyncio.run(report(url))


def run_in_thread(url):
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(run_report, url).result()
