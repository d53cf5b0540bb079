"""Counts everything again, on the loop, when a pool has failed.

caught by: test_an_error_reaches_the_caller_and_leaves_no_child
says: had a range counted again
"""

import asyncio
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext


async def count_all(worker, ranges, executor=None):
    loop = asyncio.get_running_loop()
    try:
        with nullcontext(executor) if executor else ProcessPoolExecutor(2) as pool:
            return await asyncio.gather(*(loop.run_in_executor(pool, worker, lo, hi) for lo, hi in ranges))
    except Exception:
        return [worker(lo, hi) for lo, hi in ranges]
