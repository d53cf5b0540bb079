"""Rows that are streamed, and an exit stack that disposes of the engine."""

from contextlib import AsyncExitStack

from sqlalchemy import Column, Integer, MetaData, String, Table, insert, select
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
    if rows:
        async with engine.begin() as connection:
            await connection.execute(insert(todos), rows)


async def urgent(engine, min_priority):
    query = select(todos.c.title).where(todos.c.priority >= min_priority).order_by(todos.c.priority.desc(), todos.c.id)
    async with engine.connect() as connection, connection.stream_scalars(query) as titles:
        return [title async for title in titles]


async def main(url, rows, min_priority):
    async with AsyncExitStack() as stack:
        engine = await init_db(url)
        stack.push_async_callback(engine.dispose)
        await add_todos(engine, rows)
        return await urgent(engine, min_priority)
