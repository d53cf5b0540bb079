"""Measures how long the feed took, and discards a late price only after it has waited for it.

caught by: test_a_late_price_comes_from_the_cache
says: 3.00 s
"""

import asyncio


async def quote_or_cached(symbol, feed, cache, budget=2.0):
    began = asyncio.get_running_loop().time()
    try:
        price = await feed.get(symbol)
    except TimeoutError:
        return cache[symbol], "cache"
    if asyncio.get_running_loop().time() - began > budget:
        return cache[symbol], "cache"
    return price, "live"


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
