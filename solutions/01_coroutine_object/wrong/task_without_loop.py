"""Makes a task where no loop is running.

caught by: test_the_shop_brings_the_clerks_answer
says: no running event loop
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
    return asyncio.create_task(clerk(item, log))
