"""Counts in parallel in a pool of its own only; in a lent one, one range after the other.

caught by: test_a_lent_pool_is_used_as_well_as_an_own_one
says: its other workers had nothing to do
"""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def count_all(worker, ranges, executor=None):
    loop = asyncio.get_running_loop()
    if executor:
        return [await loop.run_in_executor(executor, worker, lo, hi) for lo, hi in ranges]
    with ProcessPoolExecutor() as pool:
        return await asyncio.gather(*(loop.run_in_executor(pool, worker, lo, hi) for lo, hi in ranges))
