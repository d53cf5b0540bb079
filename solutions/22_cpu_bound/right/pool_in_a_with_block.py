"""A pool for each call, whose with block ends when all counts are there."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def count_all(worker, ranges, executor=None):
    if executor is None:
        with ProcessPoolExecutor() as pool:
            return await count_all(worker, ranges, pool)
    loop = asyncio.get_running_loop()
    return await asyncio.gather(*[loop.run_in_executor(executor, worker, *limits) for limits in ranges])
