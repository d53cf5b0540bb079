"""Takes the counts in the order in which they are ready.

caught by: test_counts_keep_the_order_of_the_ranges
says: not in the order in which they are ready
"""

import asyncio
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext


async def count_all(worker, ranges, executor=None):
    loop = asyncio.get_running_loop()
    with nullcontext(executor) if executor else ProcessPoolExecutor() as pool:
        counting = [loop.run_in_executor(pool, worker, lo, hi) for lo, hi in ranges]
        return [await ready for ready in asyncio.as_completed(counting)]
