"""Catches the group's errors and then sorts the tasks, most of which the group has stopped.

caught by: test_no_good_price_is_lost
says: the three prices that came
"""

import asyncio


async def fetch_all(symbols, feed):
    tasks = {}
    try:
        async with asyncio.TaskGroup() as group:
            for symbol in symbols:
                tasks[symbol] = group.create_task(feed.get(symbol))
    except* Exception:
        pass
    ended = {symbol: task for symbol, task in tasks.items() if not task.cancelled()}
    errors = {symbol: task.exception() for symbol, task in ended.items() if task.exception()}
    return {symbol: task.result() for symbol, task in ended.items() if symbol not in errors}, errors
