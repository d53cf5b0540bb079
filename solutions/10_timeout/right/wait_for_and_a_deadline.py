"""wait_for for the first two, and for the strict one a box around the feed's own error."""

import asyncio


async def quote_or_cached(symbol, feed, cache, budget=2.0):
    try:
        return await asyncio.wait_for(feed.get(symbol), budget), "live"
    except TimeoutError:
        return cache[symbol], "cache"


async def two_quotes(a, b, feed, cache, budget):
    deadline = asyncio.get_running_loop().time() + budget
    first = await quote_or_cached(a, feed, cache, budget)
    left = deadline - asyncio.get_running_loop().time()
    return first, await quote_or_cached(b, feed, cache, left)


async def quote_strict(symbol, feed, cache, budget):
    async def boxed():
        try:
            return await feed.get(symbol), None
        except TimeoutError as error:
            return None, error

    try:
        price, error = await asyncio.wait_for(boxed(), budget)
    except TimeoutError:
        return cache[symbol], "cache"
    if error:
        raise error
    return price, "live"
