"""Waits for the answer, and a little longer to be on the safe side.

caught by: test_the_feed_sets_the_time
says: and for nothing else
"""

import asyncio


async def fetch_price(symbol, feed):
    price = await feed.get(symbol)
    await asyncio.sleep(1)
    return price


async def quote(symbol, feed):
    price = await fetch_price(symbol, feed)
    return f"{symbol}: {price:.2f}"
