"""Believes that wait_for stops the thread in which the call runs.

caught by: test_a_late_call_has_ended
says: the late call should have been cancelled
"""

import asyncio


async def quote_or_cached(symbol, feed, cache, budget=2.0):
    async def call():
        return await feed.get(symbol)

    try:
        return await asyncio.wait_for(asyncio.to_thread(asyncio.run, call()), budget), "live"
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
