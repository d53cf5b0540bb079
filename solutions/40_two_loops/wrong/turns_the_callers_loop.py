"""Runs the caller's loop from within, as nest_asyncio does.

caught by: test_beside_a_running_loop
says: another task of the caller's loop went on during the call
"""

import asyncio
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
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return run_report(url)
    caller = asyncio.current_task()
    asking = loop.create_task(report(url))
    asyncio.tasks._leave_task(loop, caller)
    try:
        while not asking.done():
            loop._run_once()
    finally:
        asyncio.tasks._enter_task(loop, caller)
    return asking.result()
