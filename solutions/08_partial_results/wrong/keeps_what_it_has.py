"""Returns what has arrived so far when it is cancelled.

caught by: test_cancellation_goes_on
says: fetch_all returned
says: Let CancelledError go on
"""

import asyncio


async def fetch_all(symbols, feed):
    prices, errors = {}, {}

    async def fetch(symbol):
        try:
            prices[symbol] = await feed.get(symbol)
        except Exception as error:
            errors[symbol] = error

    try:
        await asyncio.gather(*map(fetch, symbols))
    except asyncio.CancelledError:
        pass
    return prices, errors
