"""Returns the names of the type classes, without lengths.

caught by: test_the_columns_of_a_table
says: str of the type that SQLAlchemy found
"""

from sqlalchemy import MetaData, inspect


async def table_names(engine):
    async with engine.connect() as connection:
        return await connection.run_sync(lambda sync: sorted(inspect(sync).get_table_names()))


async def columns(engine, table):
    async with engine.connect() as connection:
        found = await connection.run_sync(lambda sync: inspect(sync).get_columns(table))
    return {column["name"]: type(column["type"]).__name__ for column in found}


async def reflect(engine):
    metadata = MetaData()
    async with engine.connect() as connection:
        await connection.run_sync(metadata.reflect)
    return metadata


async def call_legacy(maker, legacy, *args):
    async with maker.begin() as session:
        return await session.run_sync(legacy, *args)
