"""Takes the steps of the awaitable inside of the greenlet, and hands out only what the loop has to know."""

import asyncio
from types import coroutine

from greenlet import getcurrent, greenlet


class MissingBridge(RuntimeError):
    pass


class Bridge(greenlet):
    def __init__(self, fn):
        super().__init__(fn)
        self.gr_context = getcurrent().gr_context
        self.is_waiting = False


@coroutine
def hand_over(future):
    return (yield future)


def await_only(awaitable):
    here = getcurrent()
    if not isinstance(here, Bridge) or here.is_waiting:
        if asyncio.iscoroutine(awaitable):
            awaitable.close()
        raise MissingBridge
    here.is_waiting = True
    try:
        return take_steps(awaitable.__await__(), here)
    finally:
        here.is_waiting = False


def take_steps(steps, here):
    step, value = next, steps
    while True:
        try:
            future = step(value)
        except StopIteration as end:
            return end.value
        try:
            value = here.parent.switch(future)
            step = steps.send
        except BaseException as error:
            step, value = steps.throw, error


async def greenlet_spawn(fn, /, *args, **kwargs):
    bridge = Bridge(fn)
    came = bridge.switch(*args, **kwargs)
    while not bridge.dead:
        try:
            value = await hand_over(came)
        except BaseException as error:
            came = bridge.throw(error)
        else:
            came = bridge.switch(value)
    return came
