"""An exchange desk that answers in time."""

import asyncio
from typing import Protocol

Quote = tuple[float, str]  # a price, and its source: "live" or "cache"


class Feed(Protocol):
    """Knows prices, and is sometimes slow."""

    async def get(self, symbol: str) -> float:
        """The price of the moment. Raises ConnectionError when it fails, TimeoutError when the feed gives up itself."""


async def quote_or_cached(symbol: str, feed: Feed, cache: dict[str, float], budget: float = 2.0) -> Quote:
    """Return (price, "live"), or (cache[symbol], "cache") when the feed has no price within ``budget`` seconds.

    A late call is cancelled, and has ended when this returns. A TimeoutError of the feed itself counts as late: the
    cached price, at once. Every other error of the feed is raised. A price just at the deadline may count either way.
    """
    try:
        async with asyncio.timeout(budget):
            return await feed.get(symbol), "live"
    except TimeoutError:
        return cache[symbol], "cache"


async def two_quotes(a: str, b: str, feed: Feed, cache: dict[str, float], budget: float) -> tuple[Quote, Quote]:
    """Quote ``a``, then ``b``, each as quote_or_cached does, within ``budget`` seconds altogether.

    One after the other: ``b`` gets what ``a`` has left of the budget, which may be nothing.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + budget
    first = await quote_or_cached(a, feed, cache, budget)
    return first, await quote_or_cached(b, feed, cache, deadline - loop.time())


async def quote_strict(symbol: str, feed: Feed, cache: dict[str, float], budget: float) -> Quote:
    """As quote_or_cached, except that a TimeoutError of the feed itself is raised like its other errors."""
    try:
        async with asyncio.timeout(budget) as limit:
            return await feed.get(symbol), "live"
    except TimeoutError:
        if limit.expired():
            return cache[symbol], "cache"
        raise
