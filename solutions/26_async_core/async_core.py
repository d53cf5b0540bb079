"""A to-do list in a database, behind an engine whose every wait is an await."""

from typing import Any

from sqlalchemy import Column, Integer, MetaData, String, Table, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

metadata = MetaData()

todos = Table(
    "todos",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("title", String(200), nullable=False),
    Column("priority", Integer, nullable=False),
)


async def init_db(url: str) -> AsyncEngine:
    """Make an engine for this database, make the table if it is not there yet, and return the engine."""
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    return engine


async def add_todos(engine: AsyncEngine, rows: list[dict[str, Any]]) -> None:
    """Save all rows for good, in their order, with a single INSERT; or none of them, when the database refuses one."""
    # Without parameters, an INSERT would ask for one row of default values.
    if rows:
        async with engine.begin() as connection:
            await connection.execute(insert(todos), rows)


async def urgent(engine: AsyncEngine, min_priority: int) -> list[str]:
    """Return the titles of this priority and above: the highest first, and of equals the one with the lower id."""
    query = select(todos.c.title).where(todos.c.priority >= min_priority).order_by(todos.c.priority.desc(), todos.c.id)
    async with engine.connect() as connection:
        titles = await connection.scalars(query)
        return list(titles)


async def main(url: str, rows: list[dict[str, Any]], min_priority: int) -> list[str]:
    """All of it, as a program would: open, add the rows, return what is urgent, and leave no connection open."""
    engine = await init_db(url)
    try:
        await add_todos(engine, rows)
        return await urgent(engine, min_priority)
    finally:
        await engine.dispose()
