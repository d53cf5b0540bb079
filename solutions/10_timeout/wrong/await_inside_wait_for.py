"""Awaits the feed first and gives wait_for the price.

caught by: test_a_price_in_time_is_live
says: coroutine
"""

import asyncio


async def quote_or_cached(symbol, feed, cache, budget=2.0):
    try:
        return await asyncio.wait_for(await feed.get(symbol), budget), "live"
    except TimeoutError:
        return cache[symbol], "cache"


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
