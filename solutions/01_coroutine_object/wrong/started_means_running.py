"""Takes started for: at work at this very moment.

caught by: test_a_started_order_stays_started
says: at each of these moments
says: 'waiting': False
"""

import asyncio


async def take_order(item, log):
    log.append(item)
    return f"{item}, coming up"


def is_started(order):
    return order.cr_running


def open_shop(clerk, item, log):
    return asyncio.run(clerk(item, log))
