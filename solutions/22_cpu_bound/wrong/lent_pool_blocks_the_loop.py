"""Is polite to the loop with a pool of its own only.

caught by: test_a_lent_pool_is_used_as_well_as_an_own_one
says: waits for that pool without await
"""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def count_all(worker, ranges, executor=None):
    if executor:
        return list(executor.map(worker, *zip(*ranges, strict=True)))
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor() as pool:
        return await asyncio.gather(*(loop.run_in_executor(pool, worker, lo, hi) for lo, hi in ranges))
