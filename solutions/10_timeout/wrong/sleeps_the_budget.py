"""Sleeps for the whole budget and then looks whether a price has come.

caught by: test_a_price_in_time_is_live
says: do not wait for the end of the budget
"""

import asyncio


async def quote_or_cached(symbol, feed, cache, budget=2.0):
    call = asyncio.create_task(feed.get(symbol))
    await asyncio.sleep(budget)
    if call.done():
        return call.result(), "live"
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
