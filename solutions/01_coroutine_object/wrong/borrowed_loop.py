"""Follows an old recipe that expects a loop to be lying about.

caught by: test_the_shop_opens_after_another_loop
says: no current event loop
says: start one with asyncio.run
"""

import asyncio
import inspect


async def take_order(item, log):
    log.append(item)
    return f"{item}, coming up"


def is_started(order):
    return inspect.getcoroutinestate(order) != inspect.CORO_CREATED


def open_shop(clerk, item, log):
    return asyncio.get_event_loop().run_until_complete(clerk(item, log))
