"""Forgets that what is finished was started once.

caught by: test_a_started_order_stays_started
says: at each of these moments
says: 'finished': False
"""

import asyncio
import inspect


async def take_order(item, log):
    log.append(item)
    return f"{item}, coming up"


def is_started(order):
    return inspect.getcoroutinestate(order) in (inspect.CORO_RUNNING, inspect.CORO_SUSPENDED)


def open_shop(clerk, item, log):
    return asyncio.run(clerk(item, log))
