"""Passes the rest of the budget on as `left or None`, and 0 seconds left become no limit at all.

caught by: test_a_late_first_leaves_nothing
says: nothing is left for the second
"""

import asyncio


async def quote_or_cached(symbol, feed, cache, budget=2.0):
    try:
        async with asyncio.timeout(budget):
            return await feed.get(symbol), "live"
    except TimeoutError:
        return cache[symbol], "cache"


async def two_quotes(a, b, feed, cache, budget):
    loop = asyncio.get_running_loop()
    deadline = loop.time() + budget
    first = await quote_or_cached(a, feed, cache, budget)
    left = max(0, round(deadline - loop.time(), 2))
    return first, await quote_or_cached(b, feed, cache, left or None)


async def quote_strict(symbol, feed, cache, budget):
    try:
        async with asyncio.timeout(budget) as limit:
            return await feed.get(symbol), "live"
    except TimeoutError:
        if not limit.expired():
            raise
        return cache[symbol], "cache"
