"""One time limit around both calls: a late second price takes the first one with it.

caught by: test_two_quotes_share_one_budget
says: The budget of 2 s is for both together
"""

import asyncio


async def quote_or_cached(symbol, feed, cache, budget=2.0):
    try:
        async with asyncio.timeout(budget):
            return await feed.get(symbol), "live"
    except TimeoutError:
        return cache[symbol], "cache"


async def two_quotes(a, b, feed, cache, budget):
    try:
        async with asyncio.timeout(budget):
            return (await feed.get(a), "live"), (await feed.get(b), "live")
    except TimeoutError:
        return (cache[a], "cache"), (cache[b], "cache")


async def quote_strict(symbol, feed, cache, budget):
    try:
        async with asyncio.timeout(budget) as limit:
            return await feed.get(symbol), "live"
    except TimeoutError:
        if not limit.expired():
            raise
        return cache[symbol], "cache"
