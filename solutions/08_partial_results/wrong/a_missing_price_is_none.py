"""Writes None for a price that did not come.

caught by: test_no_good_price_is_lost
says: and nothing else
says: 'BOLT': None
"""

import asyncio


async def fetch_all(symbols, feed):
    errors = {}

    async def fetch(symbol):
        try:
            return await feed.get(symbol)
        except Exception as error:
            errors[symbol] = error

    prices = await asyncio.gather(*map(fetch, symbols))
    return dict(zip(symbols, prices, strict=True)), errors
