"""A loop of its own, closed at the end."""

import asyncio
import inspect


async def take_order(item, log):
    log.append(item)
    return f"{item}, coming up"


def is_started(order):
    return inspect.getcoroutinestate(order) != inspect.CORO_CREATED


def open_shop(clerk, item, log):
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(clerk(item, log))
    finally:
        loop.close()
