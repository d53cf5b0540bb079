"""Calls cancel() on the late call and leaves before the call has ended.

caught by: test_a_late_call_has_ended
says: cancel() only asks
"""

import asyncio


async def quote_or_cached(symbol, feed, cache, budget=2.0):
    call = asyncio.create_task(feed.get(symbol))
    try:
        await asyncio.wait([call], timeout=budget)
        if not call.done() or isinstance(call.exception(), TimeoutError):
            return cache[symbol], "cache"
        return call.result(), "live"
    finally:
        call.cancel()


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
