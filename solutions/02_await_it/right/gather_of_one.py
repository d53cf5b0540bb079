"""A gather of one, and its only result."""

import asyncio


async def fetch_price(symbol, feed):
    return (await asyncio.gather(feed.get(symbol)))[0]


async def quote(symbol, feed):
    price = await fetch_price(symbol, feed)
    return f"{symbol}: {price:.2f}"
