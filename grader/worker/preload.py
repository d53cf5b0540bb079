"""What the runs of database exercises would import late, each for itself: loaded once, before they are forked.

SQLAlchemy loads a dialect, and the dialect its driver, when the first engine is made.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib import import_module

_ENGINES = ("sqlite+aiosqlite://", "postgresql+asyncpg://")
_DRIVERS = ("aiosqlite", "asyncpg")
_FOR_DATABASES = ("grader.checks.database", "grader.instruments.sql", "grader.instruments.sql.drivers")


def preload() -> None:
    """Load the drivers, if the checks have loaded SQLAlchemy by now. Nothing is connected, and no thread is started."""
    if "sqlalchemy" not in sys.modules:
        return
    for module in (*_FOR_DATABASES, *_DRIVERS):
        with suppress(ImportError):
            import_module(module)
    with suppress(ImportError):
        from sqlalchemy.ext.asyncio import create_async_engine

        for url in _ENGINES:
            create_async_engine(url)
