"""A to-do list in a database, behind an engine whose every wait is an await.

The table is given. The engine is SQLAlchemy's own, in its asyncio dress: what talks to the database is awaited, what
only describes it (tables, select, insert) is not.

Check it: pytest exercises/26
"""

from typing import Any

from sqlalchemy import Column, Integer, MetaData, String, Table
from sqlalchemy.ext.asyncio import AsyncEngine

metadata = MetaData()

todos = Table(
    "todos",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("title", String(200), nullable=False),
    Column("priority", Integer, nullable=False),
)


async def init_db(url: str) -> AsyncEngine:
    """Make an engine for this database, make the table if it is not there yet, and return the engine.

    url: names an async driver, as in ``sqlite+aiosqlite:///todos.db``. What is in the database already stays.
    """
    raise NotImplementedError


async def add_todos(engine: AsyncEngine, rows: list[dict[str, Any]]) -> None:
    """Save all rows for good, in their order, with a single INSERT; or none of them, when the database refuses one.

    rows: each has the keys ``title`` and ``priority``; the list may be empty. The database's error reaches the caller.
    """
    raise NotImplementedError


async def urgent(engine: AsyncEngine, min_priority: int) -> list[str]:
    """Return the titles of this priority and above: the highest first, and of equals the one with the lower id."""
    raise NotImplementedError


async def main(url: str, rows: list[dict[str, Any]], min_priority: int) -> list[str]:
    """All of it, as a program would: open, add the rows, return what is urgent, and leave no connection open.

    An error of the database reaches the caller, and no connection is left open then either.
    """
    raise NotImplementedError
