"""Lends the loop's own processor to the last range.

caught by: test_the_loop_stays_alive_during_every_count
says: on the event loop's own thread
"""

import asyncio
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext


async def count_all(worker, ranges, executor=None):
    loop = asyncio.get_running_loop()
    with nullcontext(executor) if executor else ProcessPoolExecutor(2) as pool:
        counting = [loop.run_in_executor(pool, worker, lo, hi) for lo, hi in ranges[:-1]]
        here = [worker(lo, hi) for lo, hi in ranges[-1:]]
        return [*await asyncio.gather(*counting), *here]
