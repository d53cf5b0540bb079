"""Takes a price of zero for no price, because both are false.

caught by: test_zero_is_a_price
says: that is a price like any other
"""

import asyncio


async def fetch_all(symbols, feed):
    prices, errors = {}, {}

    async def fetch(symbol):
        price = None
        try:
            price = await feed.get(symbol)
        except Exception as error:
            errors[symbol] = error
        if price:
            prices[symbol] = price

    await asyncio.gather(*map(fetch, symbols))
    return prices, errors
