"""Asks for both prices at the same time, so that the budget need not be shared.

caught by: test_two_quotes_share_one_budget
says: Both calls were open at once
"""

import asyncio


async def quote_or_cached(symbol, feed, cache, budget=2.0):
    try:
        async with asyncio.timeout(budget):
            return await feed.get(symbol), "live"
    except TimeoutError:
        return cache[symbol], "cache"


async def two_quotes(a, b, feed, cache, budget):
    return tuple(await asyncio.gather(*(quote_or_cached(symbol, feed, cache, budget) for symbol in (a, b))))


async def quote_strict(symbol, feed, cache, budget):
    try:
        async with asyncio.timeout(budget) as limit:
            return await feed.get(symbol), "live"
    except TimeoutError:
        if not limit.expired():
            raise
        return cache[symbol], "cache"
