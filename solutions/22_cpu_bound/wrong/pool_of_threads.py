"""Takes the pool of threads for parallel computing.

caught by: test_two_processes_count_at_once
says: in the process of the event loop
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor


async def count_all(worker, ranges, executor=None):
    loop = asyncio.get_running_loop()
    if executor:
        return await asyncio.gather(*(loop.run_in_executor(executor, worker, lo, hi) for lo, hi in ranges))
    with ThreadPoolExecutor(8) as pool:
        return await asyncio.gather(*(loop.run_in_executor(pool, worker, lo, hi) for lo, hi in ranges))
