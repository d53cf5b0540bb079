"""Takes the counts as they are ready, and puts each in its place."""

import asyncio
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext


async def count_all(worker, ranges, executor=None):
    loop = asyncio.get_running_loop()
    counts = [0] * len(ranges)

    async def count(place, lo, hi):
        return place, await loop.run_in_executor(pool, worker, lo, hi)

    with nullcontext(executor) if executor else ProcessPoolExecutor() as pool:
        counting = [asyncio.create_task(count(place, *limits)) for place, limits in enumerate(ranges)]
        try:
            for ready in asyncio.as_completed(counting):
                place, counted = await ready
                counts[place] = counted
        finally:
            await asyncio.gather(*counting, return_exceptions=True)
    return counts
