"""as_completed with a timeout, and a task that is always stopped and awaited."""

import asyncio


async def quote_or_cached(symbol, feed, cache, budget=2.0):
    call = asyncio.create_task(feed.get(symbol))
    try:
        for first in asyncio.as_completed([call], timeout=budget):
            return await first, "live"
    except TimeoutError:
        return cache[symbol], "cache"
    finally:
        call.cancel()
        await asyncio.wait([call])


async def two_quotes(a, b, feed, cache, budget):
    deadline = asyncio.get_running_loop().time() + budget
    first = await quote_or_cached(a, feed, cache, budget)
    left = deadline - asyncio.get_running_loop().time()
    return first, await quote_or_cached(b, feed, cache, left)


async def quote_strict(symbol, feed, cache, budget):
    try:
        async with asyncio.timeout(budget) as limit:
            return await feed.get(symbol), "live"
    except TimeoutError:
        if not limit.expired():
            raise
        return cache[symbol], "cache"
