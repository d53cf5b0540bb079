"""A greenlet for each call of ordinary code, and a loop around it that awaits what comes out."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, ParamSpec, TypeVar

from greenlet import getcurrent, greenlet

P = ParamSpec("P")
T = TypeVar("T")


class MissingBridge(RuntimeError):
    """Ordinary code wants to wait for something, and no ``greenlet_spawn`` is there to do that."""


class Bridge(greenlet):
    """A greenlet whose parent awaits what it is given. The class is the mark: no other greenlet does that."""


def await_only(awaitable: Awaitable[T]) -> T:
    """Wait for an awaitable, in ordinary code that ``greenlet_spawn`` runs."""
    here = getcurrent()
    if not isinstance(here, Bridge):
        if asyncio.iscoroutine(awaitable):
            awaitable.close()
        raise MissingBridge("await_only was called where no greenlet_spawn is under way")
    # To the other side. Whatever comes back is the result, or is raised right here.
    return here.parent.switch(awaitable)


async def greenlet_spawn(fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Call the ordinary function ``fn``, and await whatever it hands to ``await_only``."""
    bridge = Bridge(fn)
    bridge.gr_context = getcurrent().gr_context
    came: Any = bridge.switch(*args, **kwargs)
    while not bridge.dead:
        try:
            value = await came
        except BaseException as error:  # also a cancellation: fn has to hear of it
            came = bridge.throw(error)
        else:
            came = bridge.switch(value)
    return came
