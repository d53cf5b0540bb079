"""Connections without a block of begin(): each commits for itself."""

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
    async with engine.connect() as connection:
        await connection.run_sync(metadata.create_all, checkfirst=True)
        await connection.commit()
    return engine


async def add_todos(engine, rows):
    if not rows:
        return
    connection = await engine.connect()
    try:
        await connection.execute(insert(todos).values(rows))
        await connection.commit()
    finally:
        await connection.close()


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
