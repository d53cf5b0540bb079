"""Marks the context, which async functions awaited by the bridge have as well.

caught by: test_no_bridge
says: fn waited for an async function that calls await_only itself
"""

import asyncio
from contextvars import ContextVar

from greenlet import getcurrent, greenlet


class MissingBridge(RuntimeError):
    pass


is_bridged = ContextVar("is_bridged", default=False)


def await_only(awaitable):
    here = getcurrent()
    if not is_bridged.get():
        if asyncio.iscoroutine(awaitable):
            awaitable.close()
        raise MissingBridge("no greenlet_spawn is under way")
    return here.parent.switch(awaitable)


async def greenlet_spawn(fn, /, *args, **kwargs):
    is_bridged.set(True)
    bridge = greenlet(fn)
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
