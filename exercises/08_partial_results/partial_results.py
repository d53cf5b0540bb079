"""The evening prices of a small portfolio.

The feed gives one price per call. A call takes about a second, and some evenings a few of them fail.
Without three prices there is still a report: the other seventeen, and a list of what went wrong.

The first version that comes to mind throws seventeen prices away because of three.

Check it: pytest exercises/08
"""

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
    raise NotImplementedError
