"""A context manager for the pool, and a look at the futures now and then."""

import asyncio
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager


@asynccontextmanager
async def some_pool(lent):
    if lent:
        yield lent
        return
    own = ProcessPoolExecutor(max_workers=2)
    try:
        yield own
    finally:
        await asyncio.to_thread(own.shutdown, wait=True)


async def count_all(worker, ranges, executor=None):
    async with some_pool(executor) as pool:
        futures = [pool.submit(worker, lo, hi) for lo, hi in ranges]
        while not all(future.done() for future in futures):
            await asyncio.sleep(0.02)
    return [future.result() for future in futures]
