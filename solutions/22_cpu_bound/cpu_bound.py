"""A website that counts primes in other processes."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor

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
    if executor is not None:
        return await _count_in(executor, worker, ranges)
    own = ProcessPoolExecutor(max_workers=2)
    try:
        return await _count_in(own, worker, ranges)
    finally:
        # It waits for the processes to end, so it is one more thing to keep off the loop's thread.
        await asyncio.to_thread(own.shutdown, cancel_futures=True)


async def _count_in(pool: Executor, worker: Worker, ranges: list[tuple[int, int]]) -> list[int]:
    loop = asyncio.get_running_loop()
    return list(await asyncio.gather(*(loop.run_in_executor(pool, worker, lo, hi) for lo, hi in ranges)))
