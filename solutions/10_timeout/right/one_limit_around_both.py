"""One time limit around both calls, and the quotes filled in as they come."""

import asyncio
import contextlib


async def quote_or_cached(symbol, feed, cache, budget=2.0):
    try:
        async with asyncio.timeout(budget):
            return await feed.get(symbol), "live"
    except TimeoutError:
        return cache[symbol], "cache"


async def two_quotes(a, b, feed, cache, budget):
    quotes = {symbol: (cache[symbol], "cache") for symbol in (a, b)}
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(budget):
            for symbol in (a, b):
                quotes[symbol] = await quote_or_cached(symbol, feed, cache, None)
    return quotes[a], quotes[b]


async def quote_strict(symbol, feed, cache, budget):
    limit = asyncio.timeout(None)
    try:
        async with limit:
            limit.reschedule(asyncio.get_running_loop().time() + budget)
            price = await feed.get(symbol)
    except TimeoutError:
        if limit.expired():
            return cache[symbol], "cache"
        raise
    else:
        return price, "live"
