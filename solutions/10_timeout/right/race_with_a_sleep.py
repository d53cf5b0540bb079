"""The call races a sleep of the budget; whichever loses is cancelled and awaited."""

import asyncio
import time


async def quote_or_cached(symbol, feed, cache, budget=2.0):
    try:
        return await quote_strict(symbol, feed, cache, budget)
    except TimeoutError:
        return cache[symbol], "cache"


async def two_quotes(a, b, feed, cache, budget):
    began = time.monotonic()
    first = await quote_or_cached(a, feed, cache, budget)
    spent = time.monotonic() - began
    return first, await quote_or_cached(b, feed, cache, max(0, budget - spent))


async def quote_strict(symbol, feed, cache, budget):
    call = asyncio.create_task(feed.get(symbol))
    timer = asyncio.create_task(asyncio.sleep(budget))
    try:
        await asyncio.wait([call, timer], return_when=asyncio.FIRST_COMPLETED)
        if call.done():
            return await call, "live"
        return cache[symbol], "cache"
    finally:
        call.cancel()
        timer.cancel()
        await asyncio.gather(call, timer, return_exceptions=True)
