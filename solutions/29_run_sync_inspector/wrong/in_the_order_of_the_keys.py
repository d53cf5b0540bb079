"""Returns the tables in the order in which they would have to be created.

caught by: test_the_names_of_the_tables
says: tables of the shop
"""

from sqlalchemy import MetaData, inspect


async def table_names(engine):
    return [table.name for table in (await reflect(engine)).sorted_tables]


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
