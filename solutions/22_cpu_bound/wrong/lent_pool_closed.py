"""Closes whatever pool it has used, its own or not.

caught by: test_a_lent_pool_does_the_work_and_stays_open
says: it is only lent
"""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def count_all(worker, ranges, executor=None):
    loop = asyncio.get_running_loop()
    with executor or ProcessPoolExecutor() as pool:
        return await asyncio.gather(*(loop.run_in_executor(pool, worker, lo, hi) for lo, hi in ranges))
