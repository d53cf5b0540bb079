"""Sends a function that was made inside a function.

caught by: test_two_processes_count_at_once
says: local object
says: by its name
"""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def count_all(worker, ranges, executor=None):
    def count(limits):
        return worker(*limits)

    def count_them():
        if executor:
            return list(executor.map(count, ranges))
        with ProcessPoolExecutor(2) as pool:
            return list(pool.map(count, ranges))

    return await asyncio.to_thread(count_them)
