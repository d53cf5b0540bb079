"""Gives an empty list for an answer when something goes wrong.

caught by: test_main_closes_up_after_an_error
says: the caller should get its IntegrityError
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
    except Exception:
        return []
    finally:
        await engine.dispose()
