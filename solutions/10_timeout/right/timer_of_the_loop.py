"""A timer of the loop cancels the call; what tells the two apart is who called cancel."""

import asyncio


async def quote_or_cached(symbol, feed, cache, budget=2.0):
    try:
        return await quote_strict(symbol, feed, cache, budget)
    except TimeoutError:
        return cache[symbol], "cache"


async def two_quotes(a, b, feed, cache, budget):
    deadline = asyncio.get_running_loop().time() + budget
    first = await quote_or_cached(a, feed, cache, budget)
    left = deadline - asyncio.get_running_loop().time()
    return first, await quote_or_cached(b, feed, cache, left)


async def quote_strict(symbol, feed, cache, budget):
    call = asyncio.ensure_future(feed.get(symbol))
    late = False

    def stop():
        nonlocal late
        late = call.cancel()

    timer = asyncio.get_running_loop().call_later(budget, stop)
    try:
        return await call, "live"
    except asyncio.CancelledError:
        if not late or asyncio.current_task().cancelling():
            raise
        return cache[symbol], "cache"
    finally:
        timer.cancel()
