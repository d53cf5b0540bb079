"""A cellar of cheese, with sensors that measure how damp it is.

The driver of a sensor is older than asyncio. It has a thread of its own, in which it calls ``on_reading`` with each
reading, a float. The rest of the program lives on an event loop and waits there for averages.

The first version that comes to mind works whenever you try it, and is late when nothing else moves.

Check it: pytest exercises/23
"""

from asyncio import AbstractEventLoop
from collections.abc import Callable, Coroutine
from typing import Any


class SensorBridge:
    """Brings readings from the threads of sensors to an event loop."""

    def __init__(self, loop: AbstractEventLoop) -> None:
        """``loop`` runs already, in the thread that makes the bridge. It is the loop that awaits ``average``."""
        raise NotImplementedError

    def on_reading(self, value: float) -> None:
        """Take one reading. Called in the threads of the sensors; returns at once, even if the loop is busy."""
        raise NotImplementedError

    async def average(self, n: int) -> float:
        """Wait until there are ``n`` readings (at least 1), and return their mean.

        It takes the oldest ``n`` that no call before has taken, so each reading counts once. One caller at a time.
        """
        raise NotImplementedError


def ask_from_thread(loop: AbstractEventLoop, coro_fn: Callable[[], Coroutine[Any, Any, float]]) -> float:
    """Run ``coro_fn()`` on ``loop``, wait for its end, and return its result or raise its error.

    Called in a thread that may block. In the thread where ``loop`` runs it could only wait for ever: there it raises
    ``RuntimeError`` at once, and does not call ``coro_fn``.
    """
    raise NotImplementedError
