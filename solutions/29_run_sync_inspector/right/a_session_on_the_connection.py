"""Asks through a session, and gives the legacy function a Session of its own on the connection."""

from sqlalchemy import MetaData, inspect
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session


async def table_names(engine):
    async with AsyncSession(engine) as session:
        return await session.run_sync(lambda sync: sorted(inspect(sync.connection()).get_table_names()))


async def columns(engine, table):
    async with engine.connect() as connection:
        found = await connection.run_sync(lambda sync: inspect(sync).get_columns(table))
    return {column["name"]: str(column["type"]) for column in found}


async def reflect(engine):
    def work(connection):
        metadata = MetaData()
        metadata.reflect(bind=connection)
        return metadata

    async with engine.connect() as connection:
        return await connection.run_sync(work)


async def call_legacy(maker, legacy, *args):
    def work(connection):
        with Session(connection) as session:
            result = legacy(session, *args)
            session.flush()
            return result

    async with maker.begin() as session:
        return await (await session.connection()).run_sync(work)
