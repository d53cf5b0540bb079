# Awaits in an ordinary function.
#
# caught by: import
# says: Only an async def may await
# says: asyncio.run

import inspect


async def take_order(item, log):
    log.append(item)
    return f"{item}, coming up"


def is_started(order):
    return inspect.getcoroutinestate(order) != inspect.CORO_CREATED


def open_shop(clerk, item, log):
    return await clerk(item, log)
