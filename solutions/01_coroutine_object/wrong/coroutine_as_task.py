"""Takes a coroutine for a Task, which can say whether it is done.

caught by: test_a_new_order_has_not_started
says: A coroutine is not a Task
"""

import asyncio


async def take_order(item, log):
    log.append(item)
    return f"{item}, coming up"


def is_started(order):
    return order.done()


def open_shop(clerk, item, log):
    return asyncio.run(clerk(item, log))
