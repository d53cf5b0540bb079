"""An async main around the clerk, and the states that count as started."""

import asyncio
import inspect


async def take_order(item, log):
    log.append(item)
    return f"{item}, coming up"


def is_started(order):
    return inspect.getcoroutinestate(order) in (inspect.CORO_RUNNING, inspect.CORO_SUSPENDED, inspect.CORO_CLOSED)


def open_shop(clerk, item, log):
    async def main():
        return await clerk(item, log)

    return asyncio.run(main())
