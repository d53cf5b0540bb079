"""A shop has a database that is older than everybody who works there, and functions that know their way around in it.

Nobody remembers its tables: the first three functions ask the database itself. The old functions are synchronous: they
take a plain ``Session``, use ``session.query``, and follow relationships that nobody has loaded. The last function
lets them run, unchanged, inside the async program.

Check it: pytest exercises/29
"""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

T = TypeVar("T")


async def table_names(engine: AsyncEngine) -> list[str]:
    """Return the names of the database's tables in alphabetical order, without views and the database's own tables."""
    raise NotImplementedError


async def columns(engine: AsyncEngine, table: str) -> dict[str, str]:
    """Return the type of each column of a table by the column's name, such as ``{"name": "VARCHAR(40)"}``.

    A type is written as ``str`` of SQLAlchemy's type gives it.

    Raises:
        sqlalchemy.exc.NoSuchTableError: there is no table of that name.
    """
    raise NotImplementedError


async def reflect(engine: AsyncEngine) -> MetaData:
    """Return a new MetaData with all tables of this database, their columns, and their foreign keys."""
    raise NotImplementedError


async def call_legacy(maker: async_sessionmaker[AsyncSession], legacy: Callable[..., T], *args: Any) -> T:
    """Call ``legacy(session, *args)`` once, with a synchronous Session, and return its result.

    It runs on the thread of the event loop, and while it waits for the database, the loop goes on with everything else.
    It neither commits nor rolls back: what it has changed is committed when it returns, and rolled back when it raises.
    Its error reaches the caller as it is.
    """
    raise NotImplementedError
