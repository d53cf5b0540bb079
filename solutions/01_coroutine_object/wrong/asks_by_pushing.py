"""Pushes the order to see what happens, and so starts it.

caught by: test_a_new_order_has_not_started
says: this order is no longer new
says: Only look at it
"""

import asyncio


async def take_order(item, log):
    log.append(item)
    return f"{item}, coming up"


def is_started(order):
    try:
        order.send(None)
    except StopIteration:
        return False
    except (RuntimeError, ValueError):
        return True
    return False


def open_shop(clerk, item, log):
    return asyncio.run(clerk(item, log))
