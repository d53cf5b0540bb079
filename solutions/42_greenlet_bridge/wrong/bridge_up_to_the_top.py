"""Looks for a bridge among all parents, and so jumps over a greenlet that belongs to somebody else.

caught by: test_no_bridge
says: fn started a greenlet of its own
"""

import asyncio

from greenlet import getcurrent, greenlet


class MissingBridge(RuntimeError):
    pass


class Bridge(greenlet):
    pass


def await_only(awaitable):
    here = getcurrent()
    while here is not None and not isinstance(here, Bridge):
        here = here.parent
    if here is None:
        if asyncio.iscoroutine(awaitable):
            awaitable.close()
        raise MissingBridge
    return here.parent.switch(awaitable)


async def greenlet_spawn(fn, /, *args, **kwargs):
    bridge = Bridge(fn)
    bridge.gr_context = getcurrent().gr_context
    came = bridge.switch(*args, **kwargs)
    while not bridge.dead:
        try:
            value = await came
        except BaseException as error:
            came = bridge.throw(error)
        else:
            came = bridge.switch(value)
    return came
