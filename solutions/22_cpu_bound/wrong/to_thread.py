"""Believes that threads compute in parallel.

caught by: test_two_processes_count_at_once
says: in the process of the event loop
says: give the ranges to other processes
"""

import asyncio


async def count_all(worker, ranges, executor=None):
    return await asyncio.gather(*(asyncio.to_thread(worker, lo, hi) for lo, hi in ranges))
