"""A task, and an await for it."""

import asyncio


async def fetch_price(symbol, feed):
    request = asyncio.create_task(feed.get(symbol))
    return await request


async def quote(symbol, feed):
    price = await fetch_price(symbol, feed)
    return f"{symbol}: {price:.2f}"
