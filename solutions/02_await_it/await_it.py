"""The quote board in a broker's window: wait for the price, then write the line."""

from typing import Protocol


class Feed(Protocol):
    """Where the prices come from."""

    async def get(self, symbol: str) -> float:
        """The price of one share, in dollars. Takes a few seconds."""
        ...


async def fetch_price(symbol: str, feed: Feed) -> float:
    """Ask the feed for the price of this share, once, and return its answer."""
    return await feed.get(symbol)


async def quote(symbol: str, feed: Feed) -> str:
    """The line for the board, with two decimals: "AAPL: 190.00" when the price is 190."""
    price = await fetch_price(symbol, feed)
    return f"{symbol}: {price:.2f}"
