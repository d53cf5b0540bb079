"""A maths club's website that counts primes for its visitors.

``worker(lo, hi)`` counts the primes from ``lo`` up to ``hi``, ``hi`` itself not included. You call it like a plain
function. It computes all the time and never waits. It can be sent to another process, and so can its two numbers.

The first version that comes to mind counts right: with one processor, while the website stands still.

Check it: pytest exercises/22
"""

from collections.abc import Callable
from concurrent.futures import Executor

Worker = Callable[[int, int], int]


async def count_all(worker: Worker, ranges: list[tuple[int, int]], executor: Executor | None = None) -> list[int]:
    """Count the primes of each range ``(lo, hi)`` once and return the counts in the order of the ranges.

    At least two ranges are counted at once, by two processes, and the event loop goes on meanwhile.
    No ranges give an empty list. An error that ``worker`` raises reaches the caller.

    Args:
        worker: counts one range. Several processes may call it at the same time.
        ranges: pairs of ``lo`` and ``hi``.
        executor: a pool that is lent to you, processes or not. It makes all the calls, and stays open. Without one,
            count in child processes of your own: none of them is alive any more when ``count_all`` returns or raises.
    """
    raise NotImplementedError
