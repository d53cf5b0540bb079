"""Children that are fresh interpreters, and import this file for the function they call."""

import asyncio
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context


def count_one(worker, limits):
    lo, hi = limits
    return worker(lo, hi)


async def count_all(worker, ranges, executor=None):
    own = None if executor else ProcessPoolExecutor(2, mp_context=get_context("forkserver"))
    loop = asyncio.get_running_loop()
    try:
        counting = [loop.run_in_executor(executor or own, count_one, worker, limits) for limits in ranges]
        return await asyncio.gather(*counting)
    finally:
        if own:
            own.shutdown()
