"""as_completed gives back the very tasks, which are keys of a dict.

needs: Python 3.13
"""

import asyncio


async def fetch_all(symbols, feed):
    prices, errors = {}, {}
    asked = {asyncio.create_task(feed.get(symbol)): symbol for symbol in symbols}
    try:
        async for task in asyncio.as_completed(asked):
            try:
                prices[asked[task]] = await task
            except Exception as error:
                errors[asked[task]] = error
    finally:
        for task in asked:
            task.cancel()
    return prices, errors
