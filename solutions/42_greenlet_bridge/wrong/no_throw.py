"""Sends results back, and no errors.

caught by: test_an_error_is_raised_where_fn_waits
says: was never asked: the error has to be raised there
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
        came = bridge.switch(await came)
    return came
