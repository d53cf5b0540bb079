"""The evening prices of a small portfolio, each call with a safety net of its own."""

import asyncio
from typing import Protocol


class Feed(Protocol):
    """Where the prices come from."""

    async def get(self, symbol: str) -> float:
        """Take a while, and return the price of one share, or raise an Exception."""


async def fetch_all(symbols: list[str], feed: Feed) -> tuple[dict[str, float], dict[str, Exception]]:
    """Ask for all prices at the same time; return two dicts by symbol: the prices, and the errors of the feed.

    Each symbol is in exactly one of the two. An error is the exception itself, whichever Exception it is.
    The symbols are all different, and each is asked for once. No symbols give two empty dicts.
    When the caller is cancelled, stop all calls to the feed and let CancelledError go on.
    """
    prices: dict[str, float] = {}
    errors: dict[str, Exception] = {}

    async def fetch(symbol: str) -> None:
        try:
            prices[symbol] = await feed.get(symbol)
        except Exception as error:
            errors[symbol] = error

    async with asyncio.TaskGroup() as group:
        for symbol in symbols:
            group.create_task(fetch(symbol))
    return prices, errors
