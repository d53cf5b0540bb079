"""Looks the table up in what was reflected, and finds nothing for a table that is not there.

caught by: test_no_such_table
says: KeyError
"""

from sqlalchemy import MetaData, inspect


async def table_names(engine):
    async with engine.connect() as connection:
        return await connection.run_sync(lambda sync: sorted(inspect(sync).get_table_names()))


async def columns(engine, table):
    metadata = await reflect(engine)
    return {column.name: str(column.type) for column in metadata.tables[table].columns}


async def reflect(engine):
    metadata = MetaData()
    async with engine.connect() as connection:
        await connection.run_sync(metadata.reflect)
    return metadata


async def call_legacy(maker, legacy, *args):
    async with maker.begin() as session:
        return await session.run_sync(legacy, *args)
