"""A function around fn tells how it ended, so that nobody asks whether the greenlet is dead."""

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
    ended = []

    def run():
        try:
            ended.append((fn(*args, **kwargs), None))
        except BaseException as error:
            ended.append((None, error))

    bridge = Bridge(run)
    bridge.gr_context = getcurrent().gr_context
    came = bridge.switch()
    while not ended:
        try:
            value, error = await came, None
        except BaseException as raised:
            value, error = None, raised
        came = bridge.switch(value) if error is None else bridge.throw(error)
    value, error = ended[0]
    if error is not None:
        raise error
    return value
