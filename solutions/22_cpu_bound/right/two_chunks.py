"""One half of the ranges for each of two processes."""

import asyncio
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext


def count_chunk(worker, chunk):
    return [worker(lo, hi) for lo, hi in chunk]


async def count_all(worker, ranges, executor=None):
    loop = asyncio.get_running_loop()
    halves = ranges[0::2], ranges[1::2]
    with nullcontext(executor) if executor else ProcessPoolExecutor(2) as pool:
        even, odd = await asyncio.gather(*(loop.run_in_executor(pool, count_chunk, worker, half) for half in halves))
    counts = [0] * len(ranges)
    counts[0::2], counts[1::2] = even, odd
    return counts
