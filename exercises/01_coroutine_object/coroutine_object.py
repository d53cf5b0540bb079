"""A tea shop takes orders.

`take_order` is an async function with nothing to wait for. It looks as if a call would do all of it at once: a line in
the log, and an answer for the guest. Call it, and look at the log.

Check it: pytest exercises/01
"""

from collections.abc import Callable, Coroutine
from typing import Any

Order = Coroutine[Any, Any, str]
Clerk = Callable[[str, list[str]], Order]


async def take_order(item: str, log: list[str]) -> str:
    """Write the item into the log. Answer the guest: "tea, coming up" when the item is "tea"."""
    raise NotImplementedError


def is_started(order: Order) -> bool:
    """Whether any of this order has run: True while it works or waits and when it is finished, False before."""
    raise NotImplementedError


def open_shop(clerk: Clerk, item: str, log: list[str]) -> str:
    """Let the clerk, an async function such as take_order, take one order to its end. Return the clerk's answer."""
    raise NotImplementedError
