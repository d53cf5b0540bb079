"""Lays the symbols beside a set of tasks, which has no order.

caught by: test_twenty_prices_take_as_long_as_one
says: hold the price of each symbol
says: wrong or missing
"""

import asyncio


async def fetch_all(symbols, feed):
    prices, errors = {}, {}
    tasks = {asyncio.create_task(feed.get(symbol)) for symbol in symbols}
    if not tasks:
        return prices, errors
    try:
        await asyncio.wait(tasks)
    finally:
        for task in tasks:
            task.cancel()
    for symbol, task in zip(symbols, tasks, strict=True):
        if task.exception():
            errors[symbol] = task.exception()
        else:
            prices[symbol] = task.result()
    return prices, errors
