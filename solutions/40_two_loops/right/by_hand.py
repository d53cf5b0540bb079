"""A class for the block, loops that are made and closed by hand, and a thread that keeps what came out."""

import asyncio
import threading

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

    async def __aexit__(self, kind, error, trace):
        await self.engine.dispose()


async def report(url):
    async with with_engine(url) as engine:
        return await late_trams(engine)


def run_report(url):
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(report(url))
    finally:
        loop.close()


def run_in_thread(url):
    results = []
    errors = []

    def work():
        try:
            results.append(run_report(url))
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    if errors:
        raise errors[0]
    return results[0]
