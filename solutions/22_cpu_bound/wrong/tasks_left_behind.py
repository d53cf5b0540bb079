"""Leaves the tasks of the other ranges behind when one of them has failed.

caught by: test_an_error_reaches_the_caller_and_leaves_no_child
says: still running after your function returned
"""

import asyncio
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext


async def count_all(worker, ranges, executor=None):
    loop = asyncio.get_running_loop()

    async def count(lo, hi):
        return await loop.run_in_executor(pool, worker, lo, hi)

    with nullcontext(executor) if executor else ProcessPoolExecutor(2) as pool:
        return await asyncio.gather(*(count(lo, hi) for lo, hi in ranges))
