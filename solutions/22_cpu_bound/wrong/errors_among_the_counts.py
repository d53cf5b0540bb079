"""Returns the error in place of a count.

caught by: test_an_error_reaches_the_caller_and_leaves_no_child
says: should reach the caller
"""

import asyncio
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext


async def count_all(worker, ranges, executor=None):
    loop = asyncio.get_running_loop()
    with nullcontext(executor) if executor else ProcessPoolExecutor() as pool:
        counting = [loop.run_in_executor(pool, worker, lo, hi) for lo, hi in ranges]
        return await asyncio.gather(*counting, return_exceptions=True)
