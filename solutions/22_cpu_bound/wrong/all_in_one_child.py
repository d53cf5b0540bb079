"""Sends the whole list to one process.

caught by: test_two_processes_count_at_once
says: Never were two processes busy
"""

import asyncio
from concurrent.futures import ProcessPoolExecutor


def count_them(worker, ranges):
    return [worker(lo, hi) for lo, hi in ranges]


async def count_all(worker, ranges, executor=None):
    loop = asyncio.get_running_loop()
    if executor:
        return await loop.run_in_executor(executor, count_them, worker, ranges)
    with ProcessPoolExecutor() as pool:
        return await loop.run_in_executor(pool, count_them, worker, ranges)
