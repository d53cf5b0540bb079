"""Puts await before a function that is not async.

caught by: test_the_price_is_what_the_feed_answered
says: Only a coroutine, a Task or a Future can be awaited
"""

import time


async def fetch_price(symbol, feed):
    await time.sleep(0)
    return await feed.get(symbol)


async def quote(symbol, feed):
    price = await fetch_price(symbol, feed)
    return f"{symbol}: {price:.2f}"
