"""Does the first half of the work before there is a coroutine.

caught by: test_a_call_takes_no_order
says: The call alone has written into the log
"""

import asyncio
import inspect


def take_order(item, log):
    log.append(item)

    async def answer():
        return f"{item}, coming up"

    return answer()


def is_started(order):
    return inspect.getcoroutinestate(order) != inspect.CORO_CREATED


def open_shop(clerk, item, log):
    return asyncio.run(clerk(item, log))
