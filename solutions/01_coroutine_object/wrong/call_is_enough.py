"""Believes that calling an async function starts it.

caught by: test_the_shop_brings_the_clerks_answer
says: That is a coroutine: the plan, not its result
"""

import inspect


async def take_order(item, log):
    log.append(item)
    return f"{item}, coming up"


def is_started(order):
    return inspect.getcoroutinestate(order) != inspect.CORO_CREATED


def open_shop(clerk, item, log):
    return clerk(item, log)
