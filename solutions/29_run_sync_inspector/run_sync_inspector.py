"""What is in an old database, and its old synchronous functions, all of it through run_sync."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection, MetaData, inspect
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

T = TypeVar("T")


async def table_names(engine: AsyncEngine) -> list[str]:
    """Return the names of the database's tables in alphabetical order."""

    def work(connection: Connection) -> list[str]:
        return sorted(inspect(connection).get_table_names())

    async with engine.connect() as connection:
        return await connection.run_sync(work)


async def columns(engine: AsyncEngine, table: str) -> dict[str, str]:
    """Return the type of each column of a table by the column's name."""

    def work(connection: Connection) -> dict[str, str]:
        return {column["name"]: str(column["type"]) for column in inspect(connection).get_columns(table)}

    async with engine.connect() as connection:
        return await connection.run_sync(work)


async def reflect(engine: AsyncEngine) -> MetaData:
    """Return a new MetaData with all tables of this database."""
    metadata = MetaData()
    async with engine.connect() as connection:
        await connection.run_sync(metadata.reflect)
    return metadata


async def call_legacy(maker: async_sessionmaker[AsyncSession], legacy: Callable[..., T], *args: Any) -> T:
    """Call ``legacy(session, *args)`` once, with a synchronous Session, in one transaction."""
    async with maker.begin() as session:
        return await session.run_sync(legacy, *args)
