"""Waits for a time that once was enough, and not for the answer.

caught by: test_the_feed_sets_the_time
says: no result before it is done
"""

import asyncio


async def fetch_price(symbol, feed):
    request = asyncio.create_task(feed.get(symbol))
    await asyncio.sleep(3.1)
    return request.result()


async def quote(symbol, feed):
    price = await fetch_price(symbol, feed)
    return f"{symbol}: {price:.2f}"
