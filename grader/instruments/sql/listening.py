"""Listening on SQLAlchemy: on its classes, so that every engine is seen, whoever makes it and whenever.

Sources: the events of ``sqlalchemy.events.ConnectionEvents`` and ``PoolEvents``. Listeners cannot be taken off a class
while it is in use elsewhere, so they stay, and do nothing while nobody watches.
"""

from __future__ import annotations

from collections import deque
from functools import wraps
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.engine.cursor import BufferedRowCursorFetchStrategy, CursorFetchStrategy
from sqlalchemy.pool import Pool

from grader.instruments.sql.drivers import watch_drivers
from grader.instruments.sql.watching import Sql

_sql: Sql | None = None
_installed = False


def listen_for(sql: Sql | None) -> Sql | None:
    """From now on, tell this one what happens; returns who was told until now."""
    global _sql, _installed
    if not _installed:
        _install()
        _installed = True
    before, _sql = _sql, sql
    return before


def _install() -> None:
    event.listen(Engine, "before_cursor_execute", _before_statement)
    event.listen(Engine, "after_cursor_execute", _after_statement)
    for name, what in (("begin", "BEGIN"), ("commit", "COMMIT"), ("rollback", "ROLLBACK")):
        event.listen(Engine, name, _on_transaction(what))
    for name, what in (
        ("savepoint", "SAVEPOINT"),
        ("rollback_savepoint", "ROLLBACK TO"),
        ("release_savepoint", "RELEASE"),
    ):
        event.listen(Engine, name, _on_savepoint(what))
    for name, what in (("checkout", "take"), ("checkin", "give back"), ("connect", "connect"), ("close", "close")):
        event.listen(Pool, name, _on_pool(what))
    _count_fetches()
    _watch_engines()


def _number(connection: Connection) -> int:
    # To ask for the connection below would open another one, or raise.
    if connection.closed or connection.invalidated:
        return 0
    record = getattr(connection.connection, "_connection_record", None)
    return _sql.number(record) if _sql else 0


def _before_statement(
    connection: Connection, cursor: Any, statement: str, parameters: Any, context: Any, executemany: bool
) -> None:
    if _sql is not None:
        sets = len(parameters) if executemany else 1
        _sql.statement(statement, parameters, sets, _number(connection))


def _after_statement(
    connection: Connection, cursor: Any, statement: str, parameters: Any, context: Any, executemany: bool
) -> None:
    # An async driver's ordinary cursor has read all rows when its statement is through.
    rows = getattr(cursor, "_rows", None)
    if _sql is not None and isinstance(rows, deque) and not getattr(cursor, "server_side", False) and rows:
        _sql.fetched(len(rows))


def _on_transaction(what: str) -> Any:
    def listener(connection: Connection) -> None:
        if _sql is not None:
            _sql.step(what, _number(connection))

    return listener


def _on_savepoint(what: str) -> Any:
    def listener(connection: Connection, name: Any, *_: Any) -> None:
        if _sql is not None:
            _sql.step(what, _number(connection))

    return listener


def _on_pool(what: str) -> Any:
    def listener(dbapi_connection: Any, record: Any, *_: Any) -> None:
        if _sql is not None:
            _sql.step(what, _sql.number(record))
            # Not when it connects: one that breaks while SQLAlchemy prepares it is told of no more, and nobody gets it.
            if what == "take":
                _sql.connected(record, getattr(record, "_ConnectionRecord__pool", None))

    return listener


def _watch_engines() -> None:
    """There is no event for an engine that is made.

    It is ``__new__`` that is ours, not ``__init__``: from the signature of that one, SQLAlchemy reads which options an
    engine has.
    """

    def new(cls: type[Engine], pool: Any = None, *_: Any, **__: Any) -> Engine:
        engine: Engine = object.__new__(cls)
        # An engine with other options for its statements is made of another engine, whose pool it uses.
        if isinstance(pool, Pool):
            watch_drivers()
            if _sql is not None:
                _sql.engine_made(pool)
        return engine

    Engine.__new__ = new  # type: ignore[method-assign, assignment]


def _count_fetches() -> None:
    """Count rows where SQLAlchemy asks the driver's cursor for them; those of async drivers were counted before."""
    for strategy in (CursorFetchStrategy, BufferedRowCursorFetchStrategy):
        for name in ("fetchone", "fetchmany", "fetchall"):
            if original := strategy.__dict__.get(name):
                setattr(strategy, name, _counted(original))


def _counted(original: Any) -> Any:
    @wraps(original)
    def fetch(self: Any, result: Any, dbapi_cursor: Any, *arguments: Any) -> Any:
        got = original(self, result, dbapi_cursor, *arguments)
        if _sql is not None and getattr(dbapi_cursor, "_rows", None) is None:
            _sql.fetched(len(got) if isinstance(got, list) else int(got is not None))
        return got

    return fetch
