"""Keeps the next step as a function: go on with a value, or with an error."""

import asyncio
from functools import partial

from greenlet import getcurrent, greenlet


class MissingBridge(RuntimeError):
    pass


class Bridge(greenlet):
    pass


def await_only(awaitable):
    here = getcurrent()
    if not isinstance(here, Bridge):
        if asyncio.iscoroutine(awaitable):
            awaitable.close()
        raise MissingBridge("no greenlet_spawn is under way")
    return here.parent.switch(awaitable)


async def greenlet_spawn(fn, /, *args, **kwargs):
    bridge = Bridge(partial(fn, *args, **kwargs))
    bridge.gr_context = getcurrent().gr_context
    step = bridge.switch
    while True:
        came = step()
        if bridge.dead:
            return came
        try:
            step = partial(bridge.switch, await came)
        except BaseException as error:
            step = partial(bridge.throw, error)
