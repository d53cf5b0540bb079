"""Asks with a PRAGMA, which has no rows for a table that is not there, and no error.

caught by: test_no_such_table
says: should be told so
"""

from sqlalchemy import MetaData, inspect, text


async def table_names(engine):
    async with engine.connect() as connection:
        return await connection.run_sync(lambda sync: sorted(inspect(sync).get_table_names()))


async def columns(engine, table):
    async with engine.connect() as connection:
        found = await connection.execute(text(f'PRAGMA table_info("{table}")'))
        return {name: kind.upper() for _, name, kind, *_ in found}


async def reflect(engine):
    metadata = MetaData()
    async with engine.connect() as connection:
        await connection.run_sync(metadata.reflect)
    return metadata


async def call_legacy(maker, legacy, *args):
    async with maker.begin() as session:
        return await session.run_sync(legacy, *args)
