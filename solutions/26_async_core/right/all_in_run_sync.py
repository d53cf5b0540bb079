"""All the work in sync functions, which run_sync calls."""

from sqlalchemy import Column, Integer, MetaData, String, Table, select
from sqlalchemy.ext.asyncio import create_async_engine

metadata = MetaData()

todos = Table(
    "todos",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("title", String(200), nullable=False),
    Column("priority", Integer, nullable=False),
)


def read_titles(connection, min_priority):
    query = select(todos).where(todos.c.priority >= min_priority).order_by(-todos.c.priority, todos.c.id)
    return [row.title for row in connection.execute(query)]


def write_rows(connection, rows):
    if rows:
        connection.execute(todos.insert(), rows)


async def init_db(url):
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(lambda connection: metadata.create_all(connection))
    return engine


async def add_todos(engine, rows):
    async with engine.begin() as connection:
        await connection.run_sync(write_rows, rows)


async def urgent(engine, min_priority):
    async with engine.connect() as connection:
        return await connection.run_sync(read_titles, min_priority)


async def main(url, rows, min_priority):
    engine = await init_db(url)
    try:
        await add_todos(engine, rows)
        return await urgent(engine, min_priority)
    finally:
        await engine.dispose()
