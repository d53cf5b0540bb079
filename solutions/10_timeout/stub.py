"""An exchange desk that has to answer in time.

The feed knows the price of the moment, and it can be slow. The cache holds an older price of every symbol. The desk
has a budget of seconds for an answer: a live price if the feed is quick enough, else the cached one.

The first version that comes to mind waits as long as the feed likes.

Check it: pytest exercises/10
"""

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
    raise NotImplementedError


async def two_quotes(a: str, b: str, feed: Feed, cache: dict[str, float], budget: float) -> tuple[Quote, Quote]:
    """Quote ``a``, then ``b``, each as quote_or_cached does, within ``budget`` seconds altogether.

    One after the other: ``b`` gets what ``a`` has left of the budget, which may be nothing.
    """
    raise NotImplementedError


async def quote_strict(symbol: str, feed: Feed, cache: dict[str, float], budget: float) -> Quote:
    """As quote_or_cached, except that a TimeoutError of the feed itself is raised like its other errors."""
    raise NotImplementedError
