"""Work that does not stop the moment it is cancelled: a connection that closes first, a file that is flushed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Protocol


class Recorder(Protocol):
    """What the fixture ``probe`` offers to this fake: the record of a coroutine function's calls."""

    def wrap(self, function: Callable[..., Awaitable[Any]], name: str | None = None) -> Callable[..., Awaitable[Any]]:
        """Record the calls of a coroutine function."""


class SlowToStop:
    """Makes probes that, when they are cancelled, first say goodbye, and only then pass the cancellation on.

    Saying goodbye takes the first one ``goodbye`` seconds, the second one twice as long, and so on. No two stop at the
    same moment, so that who waits for one of them only is not taken for somebody who waits for all.

    It stands wherever a probe stands: ``Service(SlowToStop(probe), {...})`` is a service that is slow to stop.
    """

    def __init__(self, probe: Recorder, *, goodbye: float = 0.2) -> None:
        """``goodbye`` is in seconds of the check's clock."""
        self._probe = probe
        self._goodbye = goodbye
        self._made = 0

    def __call__(
        self, name: str, *, seconds: float = 1.0, returns: Any = None, raises: BaseException | None = None
    ) -> Callable[..., Awaitable[Any]]:
        """A coroutine function that waits ``seconds`` and then returns, or raises. It takes any arguments."""
        self._made += 1
        goodbye = self._made * self._goodbye

        async def work(*_: Any, **__: Any) -> Any:
            try:
                await asyncio.sleep(seconds)
            except asyncio.CancelledError:
                await asyncio.sleep(goodbye)
                raise
            if raises is not None:
                raise raises
            return returns

        return self._probe.wrap(work, name)
