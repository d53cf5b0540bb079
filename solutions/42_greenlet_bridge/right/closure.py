"""Each bridge brings its own way to wait, as an attribute of the greenlet."""

import sys
from inspect import iscoroutine

import greenlet


class MissingBridge(RuntimeError):
    pass


class Spawned(greenlet.greenlet):
    def __init__(self, fn):
        super().__init__(fn)
        self.home = greenlet.getcurrent()
        self.gr_context = self.home.gr_context

    def wait(self, awaitable):
        return self.home.switch(awaitable)


def refuse(awaitable):
    if iscoroutine(awaitable):
        awaitable.close()
    raise MissingBridge("there is nobody who could await that")


def await_only(awaitable):
    wait = getattr(greenlet.getcurrent(), "wait", refuse)
    return wait(awaitable)


async def greenlet_spawn(fn, /, *args, **kwargs):
    spawned = Spawned(fn)
    came = spawned.switch(*args, **kwargs)
    while True:
        if spawned.dead:
            return came
        try:
            value = await came
        except BaseException:
            came = spawned.throw(*sys.exc_info())
        else:
            came = spawned.switch(value)
