"""A tea shop: what an order is, whether anybody has begun it, and how it gets done."""

import asyncio
import inspect
from collections.abc import Callable, Coroutine
from typing import Any

Order = Coroutine[Any, Any, str]
Clerk = Callable[[str, list[str]], Order]


async def take_order(item: str, log: list[str]) -> str:
    """Write the item into the log. Answer the guest: "tea, coming up" when the item is "tea"."""
    log.append(item)
    return f"{item}, coming up"


def is_started(order: Order) -> bool:
    """Whether any of this order has run: True while it works or waits and when it is finished, False before."""
    return inspect.getcoroutinestate(order) != inspect.CORO_CREATED


def open_shop(clerk: Clerk, item: str, log: list[str]) -> str:
    """Let the clerk, an async function such as take_order, take one order to its end. Return the clerk's answer."""
    return asyncio.run(clerk(item, log))
