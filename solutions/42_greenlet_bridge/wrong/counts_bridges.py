"""Counts the calls that are under way, in the whole program.

caught by: test_no_bridge
says: It should raise MissingBridge
"""

import asyncio

from greenlet import getcurrent, greenlet


class MissingBridge(RuntimeError):
    pass


under_way = []


def await_only(awaitable):
    here = getcurrent()
    if not under_way:
        if asyncio.iscoroutine(awaitable):
            awaitable.close()
        raise MissingBridge("no greenlet_spawn is under way")
    return here.parent.switch(awaitable)


async def greenlet_spawn(fn, /, *args, **kwargs):
    bridge = greenlet(fn)
    bridge.gr_context = getcurrent().gr_context
    under_way.append(bridge)
    try:
        came = bridge.switch(*args, **kwargs)
        while not bridge.dead:
            try:
                value = await came
            except BaseException as error:
                came = bridge.throw(error)
            else:
                came = bridge.switch(value)
        return came
    finally:
        under_way.remove(bridge)
