"""Awaits one coroutine object twice: once to wait, once for the value.

caught by: test_the_price_is_what_the_feed_answered
says: good for one await
"""


async def fetch_price(symbol, feed):
    answer = feed.get(symbol)
    await answer
    return await answer


async def quote(symbol, feed):
    price = await fetch_price(symbol, feed)
    return f"{symbol}: {price:.2f}"
