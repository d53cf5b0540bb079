"""A queue of symbols, and as many workers as symbols."""

import asyncio


async def fetch_all(symbols, feed):
    prices, errors, waiting = {}, {}, asyncio.Queue()
    for symbol in symbols:
        waiting.put_nowait(symbol)

    async def worker():
        while not waiting.empty():
            symbol = waiting.get_nowait()
            try:
                prices[symbol] = await feed.get(symbol)
            except Exception as error:
                errors[symbol] = error

    async with asyncio.TaskGroup() as group:
        for _ in symbols:
            group.create_task(worker())
    return prices, errors
