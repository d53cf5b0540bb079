"""Counts the first range once more, to try the pool out.

caught by: test_each_range_is_counted_once
says: count each range once
"""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def count_all(worker, ranges, executor=None):
    loop = asyncio.get_running_loop()
    if executor:
        return await asyncio.gather(*(loop.run_in_executor(executor, worker, lo, hi) for lo, hi in ranges))
    with ProcessPoolExecutor(2) as pool:
        if ranges:
            await loop.run_in_executor(pool, worker, *ranges[0])
        return await asyncio.gather(*(loop.run_in_executor(pool, worker, lo, hi) for lo, hi in ranges))
