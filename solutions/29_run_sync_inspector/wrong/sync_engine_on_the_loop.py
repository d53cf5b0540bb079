"""Makes a sync engine for it, and lets it block the loop.

caught by: test_others_go_on_while_it_waits
says: the whole loop waited with it
"""

from sqlalchemy import MetaData, create_engine, inspect
from sqlalchemy.orm import Session


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
    async with maker() as session:
        url = session.bind.url
    engine = create_engine(url.set(drivername="sqlite"))
    try:
        with Session(engine) as session, session.begin():
            return legacy(session, *args)
    finally:
        engine.dispose()
