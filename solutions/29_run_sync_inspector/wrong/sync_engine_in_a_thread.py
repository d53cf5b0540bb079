"""Makes a sync engine for it, in a thread of its own.

caught by: test_it_stays_on_the_thread_of_the_loop
says: ran on another thread
"""

import asyncio

from sqlalchemy import MetaData, create_engine, inspect
from sqlalchemy.orm import Session


async def table_names(engine):
    async with engine.connect() as connection:
        return await connection.run_sync(lambda sync: sorted(inspect(sync).get_table_names()))


async def columns(engine, table):
    async with engine.connect() as connection:
        found = await connection.run_sync(lambda sync: inspect(sync).get_columns(table))
    return {column["name"]: str(column["type"]) for column in found}


async def reflect(engine):
    metadata = MetaData()
    async with engine.connect() as connection:
        await connection.run_sync(metadata.reflect)
    return metadata


async def call_legacy(maker, legacy, *args):
    def work(url):
        engine = create_engine(url.set(drivername="sqlite"))
        try:
            with Session(engine) as session, session.begin():
                return legacy(session, *args)
        finally:
            engine.dispose()

    async with maker() as session:
        url = session.bind.url
    return await asyncio.to_thread(work, url)
