"""Waits with time.sleep, because the feed is known to need three seconds.

caught by: test_waiting_leaves_the_loop_free
says: stood still for 3.00 s: time.sleep (await_it.py:11)
"""

import time


async def fetch_price(symbol, feed):
    time.sleep(3)
    return await feed.get(symbol)


async def quote(symbol, feed):
    price = await fetch_price(symbol, feed)
    return f"{symbol}: {price:.2f}"
