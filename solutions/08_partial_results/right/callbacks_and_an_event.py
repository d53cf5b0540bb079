"""A callback of each task sorts it away; the last one rings."""

import asyncio


async def fetch_all(symbols, feed):
    prices, errors, over = {}, {}, asyncio.Event()
    tasks = {asyncio.create_task(feed.get(symbol)): symbol for symbol in symbols}

    def sort(task):
        if not task.cancelled():
            error = task.exception()
            side = prices if error is None else errors
            side[tasks[task]] = task.result() if error is None else error
        if len(prices) + len(errors) == len(tasks):
            over.set()

    for task in tasks:
        task.add_done_callback(sort)
    try:
        if tasks:
            await over.wait()
    finally:
        for task in tasks:
            task.cancel()
    return prices, errors
