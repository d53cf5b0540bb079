"""Raises the cancellation once fn has heard of it, also when fn has caught it and goes on.

caught by: test_fn_may_catch_a_cancellation
says: CancelledError
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
        except asyncio.CancelledError as error:
            bridge.throw(error)
            raise
        except BaseException as error:
            came = bridge.throw(error)
        else:
            came = bridge.switch(value)
    return came
