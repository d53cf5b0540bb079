"""Raises an error of its own in place of the worker's.

caught by: test_an_error_reaches_the_caller_and_leaves_no_child
says: that error should reach the caller
"""

import asyncio
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext


async def count_all(worker, ranges, executor=None):
    loop = asyncio.get_running_loop()
    with nullcontext(executor) if executor else ProcessPoolExecutor(2) as pool:
        counting = [loop.run_in_executor(pool, worker, lo, hi) for lo, hi in ranges]
        counts = await asyncio.gather(*counting, return_exceptions=True)
    if any(isinstance(count, Exception) for count in counts):
        raise RuntimeError("the primes could not be counted")
    return counts
