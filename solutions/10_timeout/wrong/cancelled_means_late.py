"""Takes every CancelledError for the time limit, and so answers whoever wanted to stop it.

caught by: test_a_cancelled_caller_gets_no_quote
says: did not end with CancelledError
"""

import asyncio


async def quote_or_cached(symbol, feed, cache, budget=2.0):
    try:
        async with asyncio.timeout(budget):
            try:
                return await feed.get(symbol), "live"
            except asyncio.CancelledError:
                return cache[symbol], "cache"
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
