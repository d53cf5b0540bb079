"""A task group, and a child that brings its error home in a box."""

import asyncio


async def quote_or_cached(symbol, feed, cache, budget=2.0):
    async def ask():
        try:
            return await feed.get(symbol), "live"
        except TimeoutError:
            return cache[symbol], "cache"
        except Exception as error:
            return error

    try:
        async with asyncio.timeout(budget), asyncio.TaskGroup() as group:
            call = group.create_task(ask())
    except TimeoutError:
        return cache[symbol], "cache"
    if isinstance(call.result(), Exception):
        raise call.result()
    return call.result()


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
