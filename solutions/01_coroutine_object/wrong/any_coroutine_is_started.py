"""Believes that a coroutine object is work in progress.

caught by: test_a_new_order_has_not_started
says: Nothing of this order has run
"""

import asyncio
import inspect


async def take_order(item, log):
    log.append(item)
    return f"{item}, coming up"


def is_started(order):
    return inspect.iscoroutine(order)


def open_shop(clerk, item, log):
    return asyncio.run(clerk(item, log))
