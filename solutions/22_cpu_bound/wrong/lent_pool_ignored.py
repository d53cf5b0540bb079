"""Makes a pool of its own, whatever is handed in.

caught by: test_a_lent_pool_does_the_work_and_stays_open
says: Not all ranges were counted by the pool that was handed in
"""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def count_all(worker, ranges, executor=None):
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor() as pool:
        return await asyncio.gather(*(loop.run_in_executor(pool, worker, lo, hi) for lo, hi in ranges))
