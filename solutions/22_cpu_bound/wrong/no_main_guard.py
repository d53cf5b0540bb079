"""Starts processes while its file is being imported, so each child that imports it starts some, too.

caught by: import
says: BrokenProcessPool
says: if __name__ == "__main__":
"""

import asyncio
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context


def count_primes(lo, hi):
    return sum(n > 1 and all(n % d for d in range(2, int(n**0.5) + 1)) for n in range(lo, hi))


def get_ready():
    """Called in each new child, which imports this file to find it."""


async def count_all(worker, ranges, executor=None):
    loop = asyncio.get_running_loop()
    if executor:
        return await asyncio.gather(*(loop.run_in_executor(executor, worker, lo, hi) for lo, hi in ranges))
    with ProcessPoolExecutor(2, mp_context=get_context("spawn"), initializer=get_ready) as pool:
        return await asyncio.gather(*(loop.run_in_executor(pool, worker, lo, hi) for lo, hi in ranges))


print(asyncio.run(count_all(count_primes, [(0, 1000)])))
