"""Remembers the last bridge in a global name, and takes it for the current one.

caught by: test_no_bridge
says: It should raise MissingBridge
"""

import asyncio

from greenlet import getcurrent, greenlet


class MissingBridge(RuntimeError):
    pass


class Bridge(greenlet):
    last = None


def await_only(awaitable):
    if Bridge.last is None or Bridge.last.dead:
        if asyncio.iscoroutine(awaitable):
            awaitable.close()
        raise MissingBridge
    return Bridge.last.parent.switch(awaitable)


async def greenlet_spawn(fn, /, *args, **kwargs):
    bridge = Bridge(fn)
    bridge.gr_context = getcurrent().gr_context
    Bridge.last = bridge
    came = bridge.switch(*args, **kwargs)
    while not bridge.dead:
        try:
            value = await came
        except BaseException as error:
            came = bridge.throw(error)
        else:
            came = bridge.switch(value)
    return came
