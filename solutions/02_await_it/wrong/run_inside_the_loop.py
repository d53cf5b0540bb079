"""Calls asyncio.run inside a coroutine, as if it were another word for await.

caught by: test_the_price_is_what_the_feed_answered
says: You are already inside an event loop here: just await
"""

import asyncio


async def fetch_price(symbol, feed):
    return asyncio.run(feed.get(symbol))


async def quote(symbol, feed):
    price = await fetch_price(symbol, feed)
    return f"{symbol}: {price:.2f}"
