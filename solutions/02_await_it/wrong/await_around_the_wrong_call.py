"""Awaits the outer call, and hands it the coroutine of the inner one.

caught by: test_the_price_is_what_the_feed_answered
says: put await before the call
"""


async def fetch_price(symbol, feed):
    return await float(feed.get(symbol))


async def quote(symbol, feed):
    price = await fetch_price(symbol, feed)
    return f"{symbol}: {price:.2f}"
