"""The pool of multiprocessing, which blocks a thread and not the loop."""

import asyncio
from multiprocessing import Pool


async def count_all(worker, ranges, executor=None):
    if executor is not None:
        return await asyncio.to_thread(lambda: list(executor.map(worker, *zip(*ranges, strict=True))))

    def count():
        with Pool(2) as pool:
            return pool.starmap(worker, ranges, chunksize=1)

    return await asyncio.to_thread(count)
