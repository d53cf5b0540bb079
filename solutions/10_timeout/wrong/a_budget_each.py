"""Gives each of the two quotes the whole budget.

caught by: test_two_quotes_share_one_budget
says: The budget of 2 s is for both together
says: 2.40 s
"""

import asyncio


async def quote_or_cached(symbol, feed, cache, budget=2.0):
    try:
        return await asyncio.wait_for(feed.get(symbol), budget), "live"
    except TimeoutError:
        return cache[symbol], "cache"


async def two_quotes(a, b, feed, cache, budget):
    return await quote_or_cached(a, feed, cache, budget), await quote_or_cached(b, feed, cache, budget)


async def quote_strict(symbol, feed, cache, budget):
    try:
        async with asyncio.timeout(budget) as limit:
            return await feed.get(symbol), "live"
    except TimeoutError:
        if not limit.expired():
            raise
        return cache[symbol], "cache"
