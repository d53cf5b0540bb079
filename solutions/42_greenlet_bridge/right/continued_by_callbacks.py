"""A callback continues fn when its future is done, and greenlet_spawn only waits for the end."""

import asyncio
from contextvars import copy_context

from greenlet import getcurrent, greenlet


class MissingBridge(RuntimeError):
    pass


class Bridge(greenlet):
    waits_for = None


def await_only(awaitable):
    here = getcurrent()
    if not isinstance(here, Bridge):
        if asyncio.iscoroutine(awaitable):
            awaitable.close()
        raise MissingBridge
    future = here.waits_for = asyncio.ensure_future(awaitable)
    future.add_done_callback(lambda _: here.switch())
    here.parent.switch()
    here.waits_for = None
    return future.result()


async def greenlet_spawn(fn, /, *args, **kwargs):
    ended, outcomes = asyncio.Event(), []

    def run():
        try:
            outcomes.append((fn(*args, **kwargs), None))
        except BaseException as error:
            outcomes.append((None, error))
        ended.set()

    bridge = Bridge(run)
    bridge.gr_context = copy_context()
    bridge.switch()
    while not outcomes:
        try:
            await ended.wait()
        except asyncio.CancelledError:
            if bridge.waits_for is not None:
                bridge.waits_for.cancel()
    value, error = outcomes[0]
    if error is not None:
        raise error
    return value
