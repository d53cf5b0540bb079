"""Makes open_shop async as well, so that it may await, and so moves the question one floor up.

caught by: test_the_shop_brings_the_clerks_answer
says: That is a coroutine: the plan, not its result
"""

import inspect


async def take_order(item, log):
    log.append(item)
    return f"{item}, coming up"


def is_started(order):
    return inspect.getcoroutinestate(order) != inspect.CORO_CREATED


async def open_shop(clerk, item, log):
    return await clerk(item, log)
