"""Asks a second time for what it already had.

caught by: test_the_price_is_what_the_feed_answered
says: Ask the feed once
"""


async def fetch_price(symbol, feed):
    if await feed.get(symbol) is None:
        return 0.0
    return await feed.get(symbol)


async def quote(symbol, feed):
    price = await fetch_price(symbol, feed)
    return f"{symbol}: {price:.2f}"
