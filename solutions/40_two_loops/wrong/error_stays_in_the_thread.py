"""An error in the thread is printed there, and the caller gets an empty list.

caught by: test_an_error_in_the_thread
says: an error stays in the thread where it was raised
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
    thread = threading.Thread(target=lambda: names.extend(run_report(url)))
    thread.start()
    thread.join()
    return names
