"""Asks SQLite's own catalogue, where SQLite keeps its own tables, too.

caught by: test_the_names_of_the_tables
says: sqlite_sequence belongs to SQLite itself
"""

from sqlalchemy import MetaData, inspect, text


async def table_names(engine):
    async with engine.connect() as connection:
        names = await connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"))
        return list(names)


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
