"""The way out stands first in a stack, a session asks, and a future of its own brings the result over."""

import asyncio
import threading
from concurrent.futures import Future
from contextlib import AsyncExitStack, asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine


async def late_trams(engine):
    async with engine.connect() as connection:
        return list(await connection.scalars(text("SELECT name FROM late_trams ORDER BY id")))


@asynccontextmanager
async def with_engine(url):
    async with AsyncExitStack() as stack:
        engine = create_async_engine(url)
        stack.push_async_callback(engine.dispose)
        yield engine


async def report(url):
    async with with_engine(url) as engine, AsyncSession(engine) as session:
        return list(await session.scalars(text("SELECT name FROM late_trams ORDER BY id")))


def run_report(url):
    return asyncio.run(report(url))


def run_in_thread(url):
    future = Future()

    def work():
        try:
            with asyncio.Runner() as runner:
                future.set_result(runner.run(report(url)))
        except Exception as error:
            future.set_exception(error)

    threading.Thread(target=work, daemon=True).start()
    return future.result()
