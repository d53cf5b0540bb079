"""Reflects table by table, with autoload_with."""

from sqlalchemy import MetaData, Table, inspect


async def table_names(engine):
    async with engine.connect() as connection:
        return await connection.run_sync(lambda sync: sorted(inspect(sync).get_table_names()))


async def columns(engine, table):
    async with engine.connect() as connection:
        found = await connection.run_sync(lambda sync: Table(table, MetaData(), autoload_with=sync))
    return {column.name: str(column.type) for column in found.c}


async def reflect(engine):
    metadata = MetaData()

    def load(connection):
        for name in inspect(connection).get_table_names():
            Table(name, metadata, autoload_with=connection)

    async with engine.connect() as connection:
        await connection.run_sync(load)
    return metadata


async def call_legacy(maker, legacy, *args):
    session = maker()
    try:
        result = await session.run_sync(legacy, *args)
    except BaseException:
        await session.rollback()
        raise
    else:
        await session.commit()
        return result
    finally:
        await session.close()
