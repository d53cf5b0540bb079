"""Keeps what the errors say, and not the errors.

caught by: test_every_error_is_kept
says: the exception itself
says: 'BOLT': 'the line is down'
"""

import asyncio


async def fetch_all(symbols, feed):
    prices, errors = {}, {}

    async def fetch(symbol):
        try:
            prices[symbol] = await feed.get(symbol)
        except Exception as error:
            errors[symbol] = str(error)

    await asyncio.gather(*map(fetch, symbols))
    return prices, errors
