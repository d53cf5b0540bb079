"""Pushes the order once, and takes its first pause for its end.

caught by: test_the_shop_brings_the_clerks_answer
says: what the clerk answered at the end
"""

import inspect


async def take_order(item, log):
    log.append(item)
    return f"{item}, coming up"


def is_started(order):
    return inspect.getcoroutinestate(order) != inspect.CORO_CREATED


def open_shop(clerk, item, log):
    try:
        return clerk(item, log).send(None)
    except StopIteration as end:
        return end.value
