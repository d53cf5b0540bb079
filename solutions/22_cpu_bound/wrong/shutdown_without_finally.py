"""Ends the pool only when all goes well.

caught by: test_an_error_reaches_the_caller_and_leaves_no_child
says: also when worker fails
"""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def count_all(worker, ranges, executor=None):
    loop = asyncio.get_running_loop()
    if executor:
        return await asyncio.gather(*(loop.run_in_executor(executor, worker, lo, hi) for lo, hi in ranges))
    pool = ProcessPoolExecutor(2)
    counts = await asyncio.gather(*(loop.run_in_executor(pool, worker, lo, hi) for lo, hi in ranges))
    await asyncio.to_thread(pool.shutdown)
    return counts
