"""Sends a lambda to another process, which has no way to import it.

caught by: test_two_processes_count_at_once
says: to another process by its name
says: by its name
"""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def count_all(worker, ranges, executor=None):
    loop = asyncio.get_running_loop()
    if executor:
        return await asyncio.gather(*(loop.run_in_executor(executor, worker, lo, hi) for lo, hi in ranges))
    with ProcessPoolExecutor(2) as pool:
        counting = [loop.run_in_executor(pool, lambda lo=lo, hi=hi: worker(lo, hi)) for lo, hi in ranges]
        return await asyncio.gather(*counting)
