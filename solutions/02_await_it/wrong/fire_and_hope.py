"""Starts the work, and hopes that it is done by the time of the return.

caught by: test_the_price_is_what_the_feed_answered
says: the price that the feed answered
says: still running after your function returned
"""

import asyncio


async def fetch_price(symbol, feed):
    price = 0.0

    async def ask():
        nonlocal price
        price = await feed.get(symbol)

    asyncio.create_task(ask())
    return price


async def quote(symbol, feed):
    price = await fetch_price(symbol, feed)
    return f"{symbol}: {price:.2f}"
