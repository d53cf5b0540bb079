"""Returns in finally, and no error comes out.

caught by: test_however_the_block_ends
says: The block raised an error, and with_engine kept it
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine


async def late_trams(engine):
    async with engine.connect() as connection:
        return list(await connection.scalars(text("SELECT name FROM late_trams ORDER BY id")))


class with_engine:
    def __init__(self, url):
        self.engine = create_async_engine(url)

    async def __aenter__(self):
        return self.engine

    async def __aexit__(self, *error):
        await self.engine.dispose()
        return True


async def report(url):
    async with with_engine(url) as engine:
        return await late_trams(engine)


def run_report(url):
    return asyncio.run(report(url))


def run_in_thread(url):
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(run_report, url).result()
