"""Keeps one pool for all calls, which nobody ever closes.

caught by: test_no_child_process_is_left
says: close a pool of your own
"""

import asyncio
from concurrent.futures import ProcessPoolExecutor
from functools import cache


@cache
def own_pool():
    return ProcessPoolExecutor(2)


async def count_all(worker, ranges, executor=None):
    loop = asyncio.get_running_loop()
    pool = executor or own_pool()
    return await asyncio.gather(*(loop.run_in_executor(pool, worker, lo, hi) for lo, hi in ranges))
