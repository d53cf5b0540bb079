"""Raises a new error of the same type.

caught by: test_an_error_is_raised_where_fn_waits
says: fn waited four times
"""

import asyncio

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
    bridge = Bridge(fn)
    bridge.gr_context = getcurrent().gr_context
    came = bridge.switch(*args, **kwargs)
    while not bridge.dead:
        try:
            value = await came
        except BaseException as error:
            came = bridge.throw(type(error))
        else:
            came = bridge.switch(value)
    return came
