"""One deadline, as a time of the loop's clock, for both quotes."""

import asyncio


async def quote_until(deadline, symbol, feed, cache):
    try:
        async with asyncio.timeout_at(deadline):
            return await feed.get(symbol), "live"
    except TimeoutError:
        return cache[symbol], "cache"


async def quote_or_cached(symbol, feed, cache, budget=2.0):
    return await quote_until(asyncio.get_running_loop().time() + budget, symbol, feed, cache)


async def two_quotes(a, b, feed, cache, budget):
    deadline = asyncio.get_running_loop().time() + budget
    return await quote_until(deadline, a, feed, cache), await quote_until(deadline, b, feed, cache)


async def quote_strict(symbol, feed, cache, budget):
    try:
        async with asyncio.timeout(budget) as limit:
            return await feed.get(symbol), "live"
    except TimeoutError:
        if not limit.expired():
            raise
        return cache[symbol], "cache"
