"""Drops the async, because nothing in take_order waits.

caught by: test_a_call_takes_no_order
says: The call alone has written into the log
says: async def
"""

import asyncio
import inspect


def take_order(item, log):
    log.append(item)
    return f"{item}, coming up"


def is_started(order):
    return inspect.getcoroutinestate(order) != inspect.CORO_CREATED


def open_shop(clerk, item, log):
    return asyncio.run(clerk(item, log))
