"""Tries a legacy function that raised a second time.

caught by: test_its_error_comes_out_and_undoes_it
says: also when it raises
"""

from sqlalchemy import MetaData, inspect


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
    try:
        async with maker.begin() as session:
            return await session.run_sync(legacy, *args)
    except Exception:
        async with maker.begin() as session:
            return await session.run_sync(legacy, *args)
