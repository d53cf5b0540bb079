"""Inspects the async engine, for which there is no inspector.

caught by: test_the_names_of_the_tables
says: Inspection on an AsyncEngine is currently not supported
"""

from sqlalchemy import MetaData, inspect


async def table_names(engine):
    return sorted(inspect(engine).get_table_names())


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
