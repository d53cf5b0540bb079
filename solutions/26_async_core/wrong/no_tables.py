"""Makes the engine and leaves the table to somebody else.

caught by: test_the_table_is_made
says: After init_db, the table todos should have these columns
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
    return create_async_engine(url)


async def add_todos(engine, rows):
    if rows:
        async with engine.begin() as connection:
            await connection.execute(insert(todos), rows)


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
