"""An asynchronous driver, and the database behind it: given. It is the other side of small_orm.py."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from small_orm import ConnectionLost, Row

Calls = Callable[..., Awaitable[Any]]


def _as_it_is(function: Calls, name: str) -> Calls:
    return function


class FakeDriver:
    """Knows two queries, and takes a tenth of a second for everything."""

    def __init__(
        self, halls: dict[int, tuple[str, list[str]]], record: Callable[[Calls, str], Calls] = _as_it_is
    ) -> None:
        """``halls``: for each id the name and the pieces; ``record`` wraps what the driver offers."""
        self._halls = halls
        self._sent: list[str] = []
        self._to_lose = 0
        self.connect = record(self._connect, "connect")
        self.send = record(self._send, "statement")

    def _lose_the_connection(self) -> None:
        """The next statement finds no connection."""
        self._to_lose += 1

    async def _connect(self) -> None:
        await asyncio.sleep(0.1)
        self._sent.append("connect")

    async def _send(self, statement: str, *values: Any) -> list[Row]:
        await asyncio.sleep(0.1)
        verb, _, rest = statement.partition(" ")
        if self._to_lose:
            self._to_lose -= 1
            raise ConnectionLost
        self._sent.append(verb)
        if verb == "INSERT":
            hall, title = values
            self._halls[hall][1].append(title)
        if verb != "SELECT" or values[0] not in self._halls:
            return []
        name, pieces = self._halls[values[0]]
        return [(name,)] if "halls" in rest else [(piece,) for piece in pieces]
