"""Counts the views among the tables.

caught by: test_the_names_of_the_tables
says: A view is none
"""

from sqlalchemy import MetaData, inspect


def everything(connection):
    inspector = inspect(connection)
    return sorted(inspector.get_table_names() + inspector.get_view_names())


async def table_names(engine):
    async with engine.connect() as connection:
        return await connection.run_sync(everything)


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
