"""Leaves it to the garbage collector to end the processes.

caught by: test_no_child_process_is_left
says: still alive when count_all returned
"""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def count_all(worker, ranges, executor=None):
    loop = asyncio.get_running_loop()
    pool = executor or ProcessPoolExecutor(2)
    return await asyncio.gather(*(loop.run_in_executor(pool, worker, lo, hi) for lo, hi in ranges))
