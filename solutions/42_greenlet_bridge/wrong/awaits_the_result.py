"""Goes on as long as something can be awaited, the result of fn included.

caught by: test_whatever_is_handed_over
says: greenlet_spawn should return
"""

import asyncio
import inspect

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
    while inspect.isawaitable(came):
        try:
            value = await came
        except BaseException as error:
            came = bridge.throw(error)
        else:
            came = bridge.switch(value)
    return came
