"""Spawned processes, and futures of the pool made awaitable."""

import asyncio
import multiprocessing
from concurrent.futures import ProcessPoolExecutor


async def count_all(worker, ranges, executor=None):
    pool = executor
    if pool is None:
        pool = ProcessPoolExecutor(max_workers=2, mp_context=multiprocessing.get_context("spawn"))
    try:
        counting = [asyncio.wrap_future(pool.submit(worker, lo, hi)) for lo, hi in ranges]
        if counting:
            await asyncio.wait(counting)
        return [count.result() for count in counting]
    finally:
        if executor is None:
            await asyncio.to_thread(pool.shutdown)
