"""Makes a task, and reads its result before it is there.

caught by: test_the_price_is_what_the_feed_answered
says: no result before it is done
says: await it first
"""

import asyncio


async def fetch_price(symbol, feed):
    return asyncio.create_task(feed.get(symbol)).result()


async def quote(symbol, feed):
    price = await fetch_price(symbol, feed)
    return f"{symbol}: {price:.2f}"
