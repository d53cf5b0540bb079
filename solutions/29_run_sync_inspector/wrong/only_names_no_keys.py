"""Puts together a MetaData of its own from names and columns, without the foreign keys.

caught by: test_the_reflected_tables
says: should be known, too
"""

from sqlalchemy import Column, MetaData, Table, inspect


async def table_names(engine):
    async with engine.connect() as connection:
        return await connection.run_sync(lambda sync: sorted(inspect(sync).get_table_names()))


async def columns(engine, table):
    async with engine.connect() as connection:
        found = await connection.run_sync(lambda sync: inspect(sync).get_columns(table))
    return {column["name"]: str(column["type"]) for column in found}


async def reflect(engine):
    metadata = MetaData()

    def work(connection):
        inspector = inspect(connection)
        for name in inspector.get_table_names():
            found = inspector.get_columns(name)
            Table(name, metadata, *(Column(column["name"], column["type"]) for column in found))

    async with engine.connect() as connection:
        await connection.run_sync(work)
    return metadata


async def call_legacy(maker, legacy, *args):
    async with maker.begin() as session:
        return await session.run_sync(legacy, *args)
