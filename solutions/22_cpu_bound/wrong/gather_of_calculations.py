"""Believes that gather runs calculations in parallel.

caught by: test_two_processes_count_at_once
says: threads and tasks only take turns
"""

import asyncio


async def count_all(worker, ranges, executor=None):
    async def count(lo, hi):
        return worker(lo, hi)

    return await asyncio.gather(*(count(lo, hi) for lo, hi in ranges))
