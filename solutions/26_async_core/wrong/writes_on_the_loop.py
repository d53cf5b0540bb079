"""Writes through a sync engine for the same database: whoever waits there holds the loop.

caught by: test_everybody_else_goes_on_meanwhile
says: made add_todos wait, and the whole loop waited with it
"""

from sqlalchemy import Column, Integer, MetaData, String, Table, create_engine, insert, select
from sqlalchemy.ext.asyncio import create_async_engine

metadata = MetaData()

todos = Table(
    "todos",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("title", String(200), nullable=False),
    Column("priority", Integer, nullable=False),
)


async def init_db(url):
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    return engine


async def add_todos(engine, rows):
    sync_engine = create_engine(str(engine.url).replace("+aiosqlite", ""))
    if rows:
        try:
            with sync_engine.begin() as connection:
                connection.execute(insert(todos), rows)
        finally:
            sync_engine.dispose()


async def urgent(engine, min_priority):
    query = select(todos.c.title).where(todos.c.priority >= min_priority).order_by(todos.c.priority.desc(), todos.c.id)
    async with engine.connect() as connection:
        titles = await connection.scalars(query)
        return list(titles)


async def main(url, rows, min_priority):
    engine = await init_db(url)
    try:
        await add_todos(engine, rows)
        return await urgent(engine, min_priority)
    finally:
        await engine.dispose()
