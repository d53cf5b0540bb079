"""A Runner, which is what asyncio.run is made of."""

import asyncio
import inspect


async def take_order(item, log):
    log.append(item)
    return f"{item}, coming up"


def is_started(order):
    return inspect.getcoroutinestate(order) != inspect.CORO_CREATED


def open_shop(clerk, item, log):
    with asyncio.Runner() as runner:
        return runner.run(clerk(item, log))
