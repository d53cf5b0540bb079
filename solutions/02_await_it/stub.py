"""The quote board in a broker's window.

The prices come from a feed far away: each answer takes a few seconds. Write a line for the board as if the feed
answered at once, and see what is on the board then.

Check it: pytest exercises/02
"""

from typing import Protocol


class Feed(Protocol):
    """Where the prices come from."""

    async def get(self, symbol: str) -> float:
        """The price of one share, in dollars. Takes a few seconds."""
        ...


async def fetch_price(symbol: str, feed: Feed) -> float:
    """Ask the feed for the price of this share, once, and return its answer."""
    raise NotImplementedError


async def quote(symbol: str, feed: Feed) -> str:
    """The line for the board, with two decimals: "AAPL: 190.00" when the price is 190."""
    raise NotImplementedError
