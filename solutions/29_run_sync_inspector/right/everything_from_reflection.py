"""Reflects for every question, and takes the answer from the MetaData."""

from functools import partial

from sqlalchemy import MetaData
from sqlalchemy.exc import NoSuchTableError


async def table_names(engine):
    return sorted((await reflect(engine)).tables)


async def columns(engine, table):
    metadata = await reflect(engine)
    if table not in metadata.tables:
        raise NoSuchTableError(table)
    return {column.name: str(column.type) for column in metadata.tables[table].columns}


async def reflect(engine):
    metadata = MetaData()
    async with engine.connect() as connection:
        await connection.run_sync(metadata.reflect)
    return metadata


async def call_legacy(maker, legacy, *args):
    async with maker() as session, session.begin():
        return await session.run_sync(partial(legacy), *args)
