"""Waits up to the first exception, and reports what is there by then.

caught by: test_no_good_price_is_lost
says: the three prices that came
"""

import asyncio


async def fetch_all(symbols, feed):
    tasks = {symbol: asyncio.create_task(feed.get(symbol)) for symbol in symbols}
    if not tasks:
        return {}, {}
    try:
        done, _ = await asyncio.wait(tasks.values(), return_when=asyncio.FIRST_EXCEPTION)
    finally:
        for task in tasks.values():
            task.cancel()
    errors = {symbol: task.exception() for symbol, task in tasks.items() if task in done and task.exception()}
    prices = {symbol: task.result() for symbol, task in tasks.items() if task in done and symbol not in errors}
    return prices, errors
