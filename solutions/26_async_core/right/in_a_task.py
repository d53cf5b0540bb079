"""Each statement in a task of its own, which is awaited."""

import asyncio

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
    async def save():
        async with engine.begin() as connection:
            await connection.execute(insert(todos), rows)

    if rows:
        await asyncio.create_task(save())


async def urgent(engine, min_priority):
    query = select(todos.c.title).where(todos.c.priority >= min_priority).order_by(todos.c.priority.desc(), todos.c.id)
    async with asyncio.timeout(60):
        connection = await engine.connect()
        try:
            result = await connection.execute(query)
            return list(result.scalars())
        finally:
            await connection.close()


async def main(url, rows, min_priority):
    engine = await init_db(url)
    try:
        await add_todos(engine, rows)
        return await urgent(engine, min_priority)
    finally:
        await engine.dispose()
