"""Starts the request properly, then sleeps until it must be done: the right time, and a loop that stands still.

caught by: test_waiting_leaves_the_loop_free
says: stood still for 3.00 s: time.sleep (await_it.py:14)
"""

import asyncio
import time


async def fetch_price(symbol, feed):
    request = asyncio.create_task(feed.get(symbol))
    await asyncio.sleep(0)
    time.sleep(3)
    return await request


async def quote(symbol, feed):
    price = await fetch_price(symbol, feed)
    return f"{symbol}: {price:.2f}"
