"""Believes that a cancelled asyncio.wait cancels the tasks it waits for.

caught by: test_cancelling_stops_the_calls
says: and should be stopped
says: ACRE: running
"""

import asyncio


async def fetch_all(symbols, feed):
    tasks = {symbol: asyncio.create_task(feed.get(symbol)) for symbol in symbols}
    if tasks:
        await asyncio.wait(tasks.values())
    errors = {symbol: task.exception() for symbol, task in tasks.items() if task.exception()}
    return {symbol: task.result() for symbol, task in tasks.items() if symbol not in errors}, errors
