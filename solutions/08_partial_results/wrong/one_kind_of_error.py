"""Catches the one kind of error that it has seen so far.

caught by: test_no_good_price_is_lost
says: came out of fetch_all
"""

import asyncio


async def fetch_all(symbols, feed):
    prices, errors = {}, {}

    async def fetch(symbol):
        try:
            prices[symbol] = await feed.get(symbol)
        except ConnectionError as error:
            errors[symbol] = error

    await asyncio.gather(*map(fetch, symbols))
    return prices, errors
