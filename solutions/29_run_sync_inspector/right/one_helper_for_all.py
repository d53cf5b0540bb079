"""One helper that asks an inspector, and a session that is committed by hand."""

from sqlalchemy import MetaData, inspect


async def ask(engine, question):
    async with engine.begin() as connection:
        return await connection.run_sync(lambda sync: question(inspect(sync)))


async def table_names(engine):
    return sorted(await ask(engine, lambda inspector: inspector.get_table_names()))


async def columns(engine, table):
    found = await ask(engine, lambda inspector: inspector.get_columns(table))
    return {column["name"]: str(column["type"]) for column in found}


async def reflect(engine):
    metadata = MetaData()
    async with engine.connect() as connection:
        await connection.run_sync(metadata.reflect)
    return metadata


async def call_legacy(maker, legacy, *args):
    async with maker() as session:
        result = await session.run_sync(lambda sync: legacy(sync, *args))
        await session.commit()
        return result
