"""Hands everything to the parent, whoever that is.

caught by: test_no_bridge
says: It should raise MissingBridge
"""

from greenlet import getcurrent, greenlet


class MissingBridge(RuntimeError):
    pass


def await_only(awaitable):
    return getcurrent().parent.switch(awaitable)


async def greenlet_spawn(fn, /, *args, **kwargs):
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
