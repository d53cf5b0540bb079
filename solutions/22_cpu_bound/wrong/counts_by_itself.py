"""Knows how to count primes, and does without the worker.

caught by: test_two_processes_count_at_once
says: worker was never called
"""

import asyncio
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext


def count_primes(lo, hi):
    return sum(n > 1 and all(n % d for d in range(2, int(n**0.5) + 1)) for n in range(lo, hi))


async def count_all(worker, ranges, executor=None):
    loop = asyncio.get_running_loop()
    with nullcontext(executor) if executor else ProcessPoolExecutor() as pool:
        return await asyncio.gather(*(loop.run_in_executor(pool, count_primes, lo, hi) for lo, hi in ranges))
