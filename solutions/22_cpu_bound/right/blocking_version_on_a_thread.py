"""The whole blocking version, on one thread."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


def count_in(pool, worker, ranges):
    futures = [pool.submit(worker, lo, hi) for lo, hi in ranges]
    return tuple(future.result() for future in futures)


def count_in_own_pool(worker, ranges):
    with ProcessPoolExecutor(max_workers=3) as pool:
        return count_in(pool, worker, ranges)


async def count_all(worker, ranges, executor=None):
    if executor is None:
        return await asyncio.to_thread(count_in_own_pool, worker, ranges)
    return await asyncio.to_thread(count_in, executor, worker, ranges)
