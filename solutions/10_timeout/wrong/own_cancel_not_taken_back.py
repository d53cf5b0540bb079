"""Cancels its own task when the time is up, and never takes that back with uncancel().

caught by: test_a_late_price_comes_from_the_cache
says: did not take it back with uncancel()
"""

import asyncio


async def quote_or_cached(symbol, feed, cache, budget=2.0):
    task, late = asyncio.current_task(), False

    def stop():
        nonlocal late
        late = task.cancel()

    timer = asyncio.get_running_loop().call_later(budget, stop)
    try:
        return await feed.get(symbol), "live"
    except TimeoutError:
        return cache[symbol], "cache"
    except asyncio.CancelledError:
        if not late:
            raise
        return cache[symbol], "cache"
    finally:
        timer.cancel()


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
