"""Awaits each count before the next range is handed over.

caught by: test_two_processes_count_at_once
says: start all the counts before you await the first
"""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def count_all(worker, ranges, executor=None):
    loop = asyncio.get_running_loop()
    if executor:
        return [await loop.run_in_executor(executor, worker, lo, hi) for lo, hi in ranges]
    with ProcessPoolExecutor() as pool:
        return [await loop.run_in_executor(pool, worker, lo, hi) for lo, hi in ranges]
