"""asyncio.wait for all, and the tasks themselves say how they ended."""

import asyncio


async def fetch_all(symbols, feed):
    tasks = {symbol: asyncio.create_task(feed.get(symbol)) for symbol in symbols}
    try:
        if tasks:
            await asyncio.wait(tasks.values())
    finally:
        for task in tasks.values():
            task.cancel()
    errors = {symbol: task.exception() for symbol, task in tasks.items() if task.exception()}
    return {symbol: task.result() for symbol, task in tasks.items() if symbol not in errors}, errors
