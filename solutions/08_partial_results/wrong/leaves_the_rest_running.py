"""Awaits its tasks in turn: a cancellation stops the one that is awaited, and the others go on.

caught by: test_cancelling_stops_the_calls
says: and should be stopped
says: CRUX: running
"""

import asyncio


async def fetch_all(symbols, feed):
    prices, errors = {}, {}
    tasks = {symbol: asyncio.create_task(feed.get(symbol)) for symbol in symbols}
    for symbol, task in tasks.items():
        try:
            prices[symbol] = await task
        except Exception as error:
            errors[symbol] = error
    return prices, errors
