"""Asks a second time when a call fails, which nobody ordered.

caught by: test_every_error_is_kept
says: a call that failed is not repeated
"""

import asyncio


async def fetch_all(symbols, feed):
    prices, errors = {}, {}

    async def fetch(symbol, attempts=2):
        try:
            prices[symbol] = await feed.get(symbol)
        except Exception as error:
            errors[symbol] = error
            if attempts > 1:
                await fetch(symbol, attempts - 1)

    await asyncio.gather(*map(fetch, symbols))
    return prices, errors
