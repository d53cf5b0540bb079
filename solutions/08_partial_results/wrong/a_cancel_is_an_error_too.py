"""Catches BaseException, and takes its own cancellation for an error of the feed.

caught by: test_cancellation_goes_on
says: fetch_all returned
says: Let CancelledError go on
"""

import asyncio


async def fetch_all(symbols, feed):
    prices, errors = {}, {}
    tasks = {symbol: asyncio.create_task(feed.get(symbol)) for symbol in symbols}
    for symbol, task in tasks.items():
        try:
            prices[symbol] = await task
        except BaseException as error:
            errors[symbol] = error
    return prices, errors
