"""Makes a future of whatever is to be awaited, and asks it for the outcome in fn's greenlet."""

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
        raise MissingBridge
    future = asyncio.ensure_future(awaitable)
    here.parent.switch(future)
    return future.result()


async def greenlet_spawn(fn, /, *args, **kwargs):
    bridge = Bridge(fn)
    bridge.gr_context = getcurrent().gr_context
    came = bridge.switch(*args, **kwargs)
    while not bridge.dead:
        try:
            await asyncio.wait([came])
        except asyncio.CancelledError as error:
            came.cancel()
            await asyncio.wait([came])
            came = bridge.throw(error)
        else:
            came = bridge.switch()
    return came
