"""Lays the results of as_completed beside the symbols, as if they came in the same order.

caught by: test_prices_stay_with_their_symbols
says: belongs to the symbol that was asked for
"""

import asyncio


async def fetch_all(symbols, feed):
    prices, errors = {}, {}
    arrivals = asyncio.as_completed([feed.get(symbol) for symbol in symbols])
    for symbol, arrival in zip(symbols, arrivals, strict=True):
        try:
            prices[symbol] = await arrival
        except Exception as error:
            errors[symbol] = error
    return prices, errors
