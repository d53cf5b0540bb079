"""Tells the pool to end, and does not wait for it.

caught by: test_no_child_process_is_left
says: wait until its processes have ended
"""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def count_all(worker, ranges, executor=None):
    loop = asyncio.get_running_loop()
    if executor:
        return await asyncio.gather(*(loop.run_in_executor(executor, worker, lo, hi) for lo, hi in ranges))
    pool = ProcessPoolExecutor(2)
    try:
        return await asyncio.gather(*(loop.run_in_executor(pool, worker, lo, hi) for lo, hi in ranges))
    finally:
        pool.shutdown(wait=False)
