"""Lets only one request out at a time.

caught by: test_two_quotes_wait_together
says: the other gets its turn
"""

import asyncio


counter = asyncio.Lock()


async def fetch_price(symbol, feed):
    async with counter:
        return await feed.get(symbol)


async def quote(symbol, feed):
    price = await fetch_price(symbol, feed)
    return f"{symbol}: {price:.2f}"
