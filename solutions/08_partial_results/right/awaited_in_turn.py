"""All tasks are started, then each is awaited in a try of its own."""

import asyncio


async def fetch_all(symbols, feed):
    prices, errors = {}, {}
    tasks = [(symbol, asyncio.create_task(feed.get(symbol))) for symbol in symbols]
    try:
        for symbol, task in tasks:
            try:
                prices[symbol] = await task
            except Exception as error:
                errors[symbol] = error
    except asyncio.CancelledError:
        for _, task in tasks:
            task.cancel()
        await asyncio.gather(*(task for _, task in tasks), return_exceptions=True)
        raise
    return prices, errors
