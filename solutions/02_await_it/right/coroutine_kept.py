"""The coroutine first, in a variable; its await later."""

import asyncio


async def fetch_price(symbol, feed):
    answer = feed.get(symbol)
    return await answer


async def quote(symbol, feed):
    price = await asyncio.wait_for(fetch_price(symbol, feed), timeout=60)
    return symbol + ": " + format(price, ".2f")
