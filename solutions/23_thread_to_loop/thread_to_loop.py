"""A cellar of cheese, with sensors that wake the event loop."""

import asyncio
from asyncio import AbstractEventLoop
from collections.abc import Callable, Coroutine
from typing import Any


class SensorBridge:
    """Brings readings from the threads of sensors to an event loop."""

    def __init__(self, loop: AbstractEventLoop) -> None:
        """``loop`` runs already, in the thread that makes the bridge. It is the loop that awaits ``average``."""
        self._loop = loop
        self._readings: asyncio.Queue[float] = asyncio.Queue()

    def on_reading(self, value: float) -> None:
        """Take one reading. Called in the threads of the sensors; returns at once, even if the loop is busy."""
        self._loop.call_soon_threadsafe(self._readings.put_nowait, value)

    async def average(self, n: int) -> float:
        """Wait until there are ``n`` readings (at least 1), and return their mean.

        It takes the oldest ``n`` that no call before has taken, so each reading counts once. One caller at a time.
        """
        return sum([await self._readings.get() for _ in range(n)]) / n


def ask_from_thread(loop: AbstractEventLoop, coro_fn: Callable[[], Coroutine[Any, Any, float]]) -> float:
    """Run ``coro_fn()`` on ``loop``, wait for its end, and return its result or raise its error.

    Called in a thread that may block. In the thread where ``loop`` runs it could only wait for ever: there it raises
    ``RuntimeError`` at once, and does not call ``coro_fn``.
    """
    if _runs_here(loop):
        raise RuntimeError("this is the thread of the loop: await the coroutine instead")
    return asyncio.run_coroutine_threadsafe(coro_fn(), loop).result()


def _runs_here(loop: AbstractEventLoop) -> bool:
    try:
        return asyncio.get_running_loop() is loop
    except RuntimeError:
        return False
