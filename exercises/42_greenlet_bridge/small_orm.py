"""A small ORM of a museum: given, ordinary code, written long before anybody thought of asyncio.

There is no ``async`` and no ``await`` in it. It talks to a driver whose methods are coroutine functions, and the one
place where it waits is ``self._wait(...)`` in ``Connection``. That is the function ``await_only`` of your answer.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

Row = tuple[Any, ...]


class ConnectionLost(Exception):
    """The driver has lost its connection. After ``connect`` it has a new one."""


class Driver(Protocol):
    """What an async driver offers."""

    async def connect(self) -> None:
        """Open a connection, in place of an earlier one."""

    async def send(self, statement: str, *values: Any) -> list[Row]:
        """Send one statement, and return the rows that come back. Raises ConnectionLost."""


class Connection:
    """The driver, as synchronous code sees it."""

    def __init__(self, driver: Driver, wait: Callable[[Awaitable[Any]], Any]) -> None:
        self._driver, self._wait = driver, wait

    def execute(self, statement: str, *values: Any) -> list[Row]:
        """Send one statement. When the connection was lost, once more over a new one."""
        try:
            return self._send(statement, *values)
        except ConnectionLost:
            self._wait(self._driver.connect())
            return self._send(statement, *values)

    def _send(self, statement: str, *values: Any) -> list[Row]:
        rows: list[Row] = self._wait(self._driver.send(statement, *values))
        return rows


class Hall:
    """A room of the museum."""

    def __init__(self, session: Session, id: int, name: str) -> None:
        self._session, self.id, self.name = session, id, name
        self._pieces: list[str] | None = None

    @property
    def pieces(self) -> list[str]:
        """What is shown here. The first look at it sends a statement."""
        if self._pieces is None:
            rows = self._session.connection.execute("SELECT title FROM pieces WHERE hall_id = ?", self.id)
            self._pieces = [title for (title,) in rows]
        return self._pieces


class Session:
    """Loads halls, each of them once."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._halls: dict[int, Hall] = {}

    def get(self, id: int) -> Hall:
        """The hall of this id. LookupError: there is none."""
        if id not in self._halls:
            rows = self.connection.execute("SELECT name FROM halls WHERE id = ?", id)
            if not rows:
                raise LookupError(f"there is no hall {id}")
            self._halls[id] = Hall(self, id, *rows[0])
        return self._halls[id]

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """A transaction for a block: committed at its end, rolled back when anything comes out of it."""
        self.connection.execute("BEGIN")
        try:
            yield self
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")


def guide(session: Session, *ids: int) -> str:
    """What visitors read: each hall, and what is in it."""
    return "\n".join(f"{hall.name}: {', '.join(hall.pieces)}" for hall in map(session.get, ids))


def acquire(session: Session, hall_id: int, title: str) -> int:
    """Put a new piece into a hall, in one transaction. Returns how many pieces are there now."""
    with session.begin():
        hall = session.get(hall_id)
        session.connection.execute("INSERT INTO pieces VALUES (?, ?)", hall.id, title)
        return len(hall.pieces)
