"""A weather buoy, reached over a poor radio link.

Many calls to the buoy fail, and work a moment later. So the harbour tries again, with a pause that doubles after each
failure. ``rng`` shortens each pause by chance, so that a hundred harbours do not all call in the same second.

The first version that comes to mind tries again after everything, also after somebody has asked it to stop.

Check it: pytest exercises/12
"""

import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


async def retry(
    op: Callable[[], Awaitable[T]],
    *,
    attempts: int = 5,
    base: float = 0.5,
    cap: float = 8.0,
    retry_on: tuple[type[Exception], ...] = (ConnectionError,),
    rng: Callable[[], float] = random.random,
) -> T:
    """Call and await ``op`` until it succeeds, at most ``attempts`` times (1 or more). Return its first result.

    After failure n (0, 1, 2...) comes a pause of ``min(cap, base * 2**n) * rng()`` seconds, with one call of ``rng``,
    which gives a number from 0 to 1. There is no pause after the last attempt: its error is raised. An error that is
    not in ``retry_on`` is raised at once, and so is a cancellation, in an attempt or in a pause.
    """
    raise NotImplementedError
