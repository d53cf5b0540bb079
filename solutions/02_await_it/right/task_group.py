"""A task group: at its end the task is done, and its result can be read."""

import asyncio


async def fetch_price(symbol, feed):
    async with asyncio.TaskGroup() as group:
        request = group.create_task(feed.get(symbol))
    return request.result()


async def quote(symbol, feed):
    price = await fetch_price(symbol, feed)
    return f"{symbol}: {price:.2f}"
