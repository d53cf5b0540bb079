"""What the runs of database exercises would import late, each for itself: loaded once, before they are forked.

SQLAlchemy loads a dialect, and the dialect its driver, when the first engine is made.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib import import_module

_SQL = ("grader.instruments.sql", "grader.instruments.sql.drivers", "aiosqlite")
_POSTGRES = ("grader.checks.database", "asyncpg")


def preload(*, postgres: bool) -> None:
    """Load the drivers, if the checks have loaded SQLAlchemy by now. Nothing is connected, and no thread is started.

    ``postgres``: they ask for a PostgreSQL database.
    """
    for module in _POSTGRES if postgres else ():
        import_module(module)
    if "sqlalchemy" not in sys.modules:
        return
    # An exercise on the sync part of SQLAlchemy may do without greenlets and drivers.
    with suppress(ImportError):
        for module in _SQL:
            import_module(module)
        from sqlalchemy.ext.asyncio import create_async_engine

        create_async_engine("sqlite+aiosqlite://")
        if postgres:
            create_async_engine("postgresql+asyncpg://")
