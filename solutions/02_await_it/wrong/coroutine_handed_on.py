"""Believes that return waits for what it returns.

caught by: test_the_price_is_what_the_feed_answered
says: That is a coroutine: the plan, not its result
"""


async def fetch_price(symbol, feed):
    return feed.get(symbol)


async def quote(symbol, feed):
    price = await fetch_price(symbol, feed)
    return f"{symbol}: {price:.2f}"
