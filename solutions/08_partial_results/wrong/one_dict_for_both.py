"""Returns a single dict with prices and errors in it.

caught by: test_twenty_prices_take_as_long_as_one
says: should return two dicts
"""

import asyncio


async def fetch_all(symbols, feed):
    return dict(zip(symbols, await asyncio.gather(*map(feed.get, symbols), return_exceptions=True), strict=True))
