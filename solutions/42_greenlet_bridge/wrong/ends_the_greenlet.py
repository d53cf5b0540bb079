"""Ends fn with greenlet's own exception when its caller is cancelled.

caught by: test_a_cancellation_reaches_fn
says: fn should have seen CancelledError come out of await_only
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
        except Exception as error:
            came = bridge.throw(error)
        except BaseException:
            bridge.throw()
            raise
        else:
            came = bridge.switch(value)
    return came
