"""Leaves the pool's with block before it awaits the counts.

caught by: test_the_loop_stays_alive_during_every_count
says: the event loop stood still
"""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def count_all(worker, ranges, executor=None):
    loop = asyncio.get_running_loop()
    if executor:
        return await asyncio.gather(*(loop.run_in_executor(executor, worker, lo, hi) for lo, hi in ranges))
    with ProcessPoolExecutor(2) as pool:
        counting = [loop.run_in_executor(pool, worker, lo, hi) for lo, hi in ranges]
    return await asyncio.gather(*counting)
