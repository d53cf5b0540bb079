"""Makes a synchronous engine for the same database, which blocks the loop.

caught by: test_others_go_on_while_the_database_is_asked
says: the whole loop waited
"""

from sqlalchemy import MetaData, create_engine, inspect


async def table_names(engine):
    sync_engine = create_engine(engine.url.set(drivername="sqlite"))
    try:
        return sorted(inspect(sync_engine).get_table_names())
    finally:
        sync_engine.dispose()


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
