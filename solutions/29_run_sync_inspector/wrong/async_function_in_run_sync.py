"""Hands an async function to run_sync, and gets a coroutine back.

caught by: test_the_names_of_the_tables
says: That is a coroutine
says: body never ran
"""

from sqlalchemy import MetaData, inspect


async def table_names(engine):
    async def work(connection):
        return sorted(inspect(connection).get_table_names())

    async with engine.connect() as connection:
        return await connection.run_sync(work)


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
    async with maker.begin() as session:
        return await session.run_sync(legacy, *args)
