"""Keeps the answer to an earlier question.

caught by: test_nothing_urgent_is_an_empty_list
says: Since the first call a row with priority 4 was saved
"""

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


known = {}


async def urgent(engine, min_priority):
    if (engine, min_priority) not in known:
        query = select(todos.c.title).where(todos.c.priority >= min_priority).order_by(todos.c.priority.desc(), todos.c.id)
        async with engine.connect() as connection:
            known[engine, min_priority] = list(await connection.scalars(query))
    return known[engine, min_priority]


async def main(url, rows, min_priority):
    engine = await init_db(url)
    try:
        await add_todos(engine, rows)
        return await urgent(engine, min_priority)
    finally:
        await engine.dispose()
