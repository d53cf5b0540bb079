"""An ordinary function that only makes a coroutine, and the state by its name."""

import asyncio
import inspect


def take_order(item, log):
    async def work():
        log.append(item)
        return f"{item}, coming up"

    return work()


def is_started(order):
    return inspect.getcoroutinestate(order) != "CORO_CREATED"


def open_shop(clerk, item, log):
    return asyncio.run(clerk(item, log))
