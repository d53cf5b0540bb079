"""A service that answers by key: a price feed, a web client, a mirror, a directory of users."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Protocol


class Probe(Protocol):
    """What the fixture ``probe`` offers to a fake: a recorded coroutine function for each answer."""

    def __call__(
        self, name: str, *, seconds: float = ..., returns: Any = ..., raises: BaseException | None = ...
    ) -> Callable[..., Awaitable[Any]]:
        """A coroutine function that waits and then returns, or raises."""


class Service:
    """``await service.get(key)`` waits, and then returns what was arranged for the key, or raises it.

    Every call is a call of a probe named after its key. A key for which nothing was arranged raises KeyError at once.
    """

    def __init__(self, probe: Probe, answers: dict[str, Any] | None = None, *, seconds: float = 1.0) -> None:
        """``answers``: the value, or the exception, for each key; ``seconds``: how long each takes."""
        self._probe = probe
        self._seconds = seconds
        self._steps: dict[str, Callable[..., Awaitable[Any]]] = {}
        for key, answer in (answers or {}).items():
            self.arrange(key, answer)

    def arrange(self, key: str, answer: Any, *, seconds: float | None = None) -> None:
        """From now on ``get(key)`` waits so many seconds and gives this answer; an exception is raised."""
        wait = self._seconds if seconds is None else seconds
        if isinstance(answer, BaseException):
            self._steps[key] = self._probe(key, seconds=wait, raises=answer)
        else:
            self._steps[key] = self._probe(key, seconds=wait, returns=answer)

    def get(self, key: str) -> Awaitable[Any]:
        """Ask the service."""
        return self._steps[key](key)
