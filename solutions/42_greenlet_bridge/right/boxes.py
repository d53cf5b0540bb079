"""Hands boxes over: what comes of an awaitable is put into its box, and nothing is thrown."""

from contextvars import copy_context
from types import CoroutineType

from greenlet import getcurrent, greenlet


class MissingBridge(RuntimeError):
    pass


class Bridge(greenlet):
    pass


class Box:
    def __init__(self, awaitable):
        self.awaitable, self.value, self.error = awaitable, None, None

    async def fill(self):
        try:
            self.value = await self.awaitable
        except BaseException as error:
            self.error = error


def await_only(awaitable):
    here = getcurrent()
    if type(here) is not Bridge:
        if isinstance(awaitable, CoroutineType):
            awaitable.close()
        raise MissingBridge
    box = Box(awaitable)
    here.parent.switch(box)
    if box.error is not None:
        raise box.error
    return box.value


async def greenlet_spawn(fn, /, *args, **kwargs):
    bridge = Bridge(copy_context().run)
    came = bridge.switch(fn, *args, **kwargs)
    while not bridge.dead:
        await came.fill()
        came = bridge.switch()
    return came
