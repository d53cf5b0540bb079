"""Counting statements where they arrive at the driver, below everything that SQLAlchemy can see."""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

_connect = sqlite3.connect
_HOUSEKEEPING = re.compile(r"typeinfo|set_config\('jit'|pg_catalog\.|^select current_schema\(\)$")
"""What asyncpg and SQLAlchemy ask the server about itself, without telling anybody."""

_tell: Callable[[str], None] | None = None


@contextmanager
def telling(tell: Callable[[str], None]) -> Iterator[None]:
    """During the block, ``tell`` is called with every statement that arrives at SQLite or asyncpg."""
    global _tell
    before, _tell = _tell, tell
    watch_drivers()
    try:
        yield
    finally:
        _tell = before


def watch_drivers() -> None:
    """Watch the drivers that are there by now; an engine imports its own when it is made."""
    if sqlite3.connect is _connect:
        sqlite3.connect = sqlite3.dbapi2.connect = _traced_connect  # type: ignore[assignment]
    if "asyncpg" in sys.modules:
        _watch_asyncpg()


def _traced_connect(*args: Any, **options: Any) -> sqlite3.Connection:
    connection: sqlite3.Connection = _connect(*args, **options)
    connection.set_trace_callback(_arrived)
    return connection


def _arrived(text: str) -> None:
    if _tell is not None:
        _tell(text)


def _watch_asyncpg() -> None:
    """All its ways to send a query, as of asyncpg 0.32; it has a hook of its own, which sees only some of them."""
    from asyncpg import connection, cursor, prepared_stmt

    if not hasattr(connection.Connection.execute, "__wrapped__"):
        _note(connection.Connection, "execute", lambda self, query, *args, **_: "" if args else query)
        _note(connection.Connection, "_Connection__execute", lambda self, query, *_, **__: query)
        _note(connection.Connection, "_executemany", lambda self, query, *_, **__: query)
        _note(prepared_stmt.PreparedStatement, "_PreparedStatement__do_execute", lambda self, *_, **__: self._query)
        _note(cursor.BaseCursor, "_bind", lambda self, *_, **__: self._query)
        _note(cursor.BaseCursor, "_bind_exec", lambda self, *_, **__: self._query)


def _note(owner: type, name: str, query_of: Callable[..., str]) -> None:
    original = getattr(owner, name)

    @wraps(original)
    async def noted(*args: Any, **options: Any) -> Any:
        query = query_of(*args, **options)
        if not _HOUSEKEEPING.search(query):
            _arrived(query)
        return await original(*args, **options)

    setattr(owner, name, noted)
