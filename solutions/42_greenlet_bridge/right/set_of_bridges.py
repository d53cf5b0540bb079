"""Ordinary greenlets, and a set of those that somebody looks after."""

import inspect
from contextvars import copy_context
from weakref import WeakSet

from greenlet import getcurrent, greenlet


class MissingBridge(RuntimeError):
    pass


bridges = WeakSet()


def await_only(awaitable):
    here = getcurrent()
    if here in bridges:
        return here.parent.switch(awaitable)
    if inspect.iscoroutine(awaitable):
        awaitable.close()
    raise MissingBridge


async def greenlet_spawn(fn, /, *args, **kwargs):
    bridge = greenlet(fn, getcurrent())
    bridge.gr_context = copy_context()
    bridges.add(bridge)
    came = bridge.switch(*args, **kwargs)
    while not bridge.dead:
        try:
            value = await came
        except BaseException as error:
            came = bridge.throw(error)
        else:
            came = bridge.switch(value)
    return came
