"""A context manager of its own, as people wrote it before asyncio had one."""

import asyncio


class limited:
    def __init__(self, seconds):
        self.seconds, self.over = seconds, False

    async def __aenter__(self):
        self.task = asyncio.current_task()
        self.asked_before = self.task.cancelling()
        self.timer = asyncio.get_running_loop().call_later(self.seconds, self.stop)
        return self

    def stop(self):
        self.over = True
        self.task.cancel()

    async def __aexit__(self, kind, error, trace):
        self.timer.cancel()
        if self.over and self.task.uncancel() <= self.asked_before and kind is asyncio.CancelledError:
            raise TimeoutError from error


async def quote_or_cached(symbol, feed, cache, budget=2.0):
    try:
        async with limited(budget):
            return await feed.get(symbol), "live"
    except TimeoutError:
        return cache[symbol], "cache"


async def two_quotes(a, b, feed, cache, budget):
    deadline = asyncio.get_running_loop().time() + budget
    first = await quote_or_cached(a, feed, cache, budget)
    left = deadline - asyncio.get_running_loop().time()
    return first, await quote_or_cached(b, feed, cache, left)


async def quote_strict(symbol, feed, cache, budget):
    try:
        async with limited(budget) as limit:
            return await feed.get(symbol), "live"
    except TimeoutError:
        if not limit.over:
            raise
        return cache[symbol], "cache"
