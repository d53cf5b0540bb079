"""Uses a task group for pieces that do not depend on each other: the first error stops them all.

caught by: test_no_good_price_is_lost
says: ExceptionGroup came out of fetch_all
says: catch it call by call
"""

import asyncio


async def fetch_all(symbols, feed):
    async with asyncio.TaskGroup() as group:
        tasks = {symbol: group.create_task(feed.get(symbol)) for symbol in symbols}
    return {symbol: task.result() for symbol, task in tasks.items()}, {}
