"""Starts the thread and does not wait for it.

caught by: test_beside_a_running_loop
says: Before each of the three calls one more tram was late
"""

import asyncio
import threading
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


async def report(url):
    async with with_engine(url) as engine:
        return await late_trams(engine)


def run_report(url):
    return asyncio.run(report(url))


def run_in_thread(url):
    names = []
    threading.Thread(target=lambda: names.extend(run_report(url)), daemon=True).start()
    return names
