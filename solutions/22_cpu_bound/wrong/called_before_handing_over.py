"""Calls the worker on the loop, and hands its result to the pool.

caught by: test_two_processes_count_at_once
says: 'int' object is not callable
says: Pass the function and its arguments separately
"""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def count_all(worker, ranges, executor=None):
    loop = asyncio.get_running_loop()
    if executor:
        return await asyncio.gather(*(loop.run_in_executor(executor, worker, lo, hi) for lo, hi in ranges))
    with ProcessPoolExecutor() as pool:
        return await asyncio.gather(*(loop.run_in_executor(pool, worker(lo, hi)) for lo, hi in ranges))
