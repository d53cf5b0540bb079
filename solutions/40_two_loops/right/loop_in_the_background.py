"""One loop for everybody, in a thread of its own: all other threads hand it their coroutines."""

import asyncio
import threading
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

loop = asyncio.new_event_loop()
threading.Thread(target=loop.run_forever, daemon=True).start()


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
    return asyncio.run_coroutine_threadsafe(report(url), loop).result()


def run_in_thread(url):
    return run_report(url)
