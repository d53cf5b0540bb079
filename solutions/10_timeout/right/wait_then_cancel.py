"""asyncio.wait with a timeout, and a cancelled and awaited task whatever happens."""

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
    call = asyncio.create_task(feed.get(symbol))
    try:
        done, _ = await asyncio.wait({call}, timeout=budget)
        return (call.result(), "live") if done else (cache[symbol], "cache")
    finally:
        if not call.done():
            call.cancel()
            await asyncio.wait({call})
