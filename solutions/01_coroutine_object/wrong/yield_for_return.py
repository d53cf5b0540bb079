"""Gives the answer with yield, which makes an async generator in place of a coroutine.

caught by: test_a_call_takes_no_order
says: The call should give a coroutine
says: with a return
"""

import asyncio
import inspect


async def take_order(item, log):
    log.append(item)
    yield f"{item}, coming up"


def is_started(order):
    return inspect.getcoroutinestate(order) != inspect.CORO_CREATED


def open_shop(clerk, item, log):
    return asyncio.run(clerk(item, log))
