"""Makes a process for each range, and so a pool of none for none.

caught by: test_no_ranges_give_an_empty_list
says: max_workers must be greater than 0
"""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def count_all(worker, ranges, executor=None):
    loop = asyncio.get_running_loop()
    if executor:
        return await asyncio.gather(*(loop.run_in_executor(executor, worker, lo, hi) for lo, hi in ranges))
    with ProcessPoolExecutor(len(ranges)) as pool:
        return await asyncio.gather(*(loop.run_in_executor(pool, worker, lo, hi) for lo, hi in ranges))
