"""Closes the coroutine to be rid of the warning, and does the clerk's work by itself.

caught by: test_the_shop_brings_the_clerks_answer
says: what the clerk answered
"""

import inspect


async def take_order(item, log):
    log.append(item)
    return f"{item}, coming up"


def is_started(order):
    return inspect.getcoroutinestate(order) != inspect.CORO_CREATED


def open_shop(clerk, item, log):
    clerk(item, log).close()
    log.append(item)
    return f"{item}, coming up"
