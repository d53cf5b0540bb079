"""Remembers the loop of the first run, and closes nothing of it.

caught by: test_one_run_after_another
says: nobody will ever use
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine


loops = []


def loop_of_all():
    if not loops:
        loops.append(asyncio.new_event_loop())
    return loops[0]


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
    return await late_trams(engine_of(url))


def run_report(url):
    return loop_of_all().run_until_complete(report(url))


async def report_of_its_own(url):
    async with with_engine(url) as engine:
        return await late_trams(engine)


def run_in_thread(url):
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, report_of_its_own(url)).result()
