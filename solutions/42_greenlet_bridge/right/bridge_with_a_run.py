"""The greenlet knows its function, and an object around it goes step by step."""

import asyncio
import contextvars

import greenlet


class MissingBridge(RuntimeError):
    pass


class Bridge(greenlet.greenlet):
    def __init__(self, fn, args, kwargs):
        super().__init__(parent=greenlet.getcurrent())
        self.fn, self.args, self.kwargs = fn, args, kwargs
        self.gr_context = contextvars.copy_context()

    def run(self):
        return self.fn(*self.args, **self.kwargs)

    async def cross(self):
        came = self.switch()
        while not self.dead:
            came = await self.cross_once(came)
        return came

    async def cross_once(self, awaitable):
        try:
            value = await awaitable
        except BaseException as error:
            return self.throw(error)
        return self.switch(value)


def await_only(awaitable):
    match greenlet.getcurrent():
        case Bridge() as bridge:
            return bridge.parent.switch(awaitable)
        case _:
            if asyncio.iscoroutine(awaitable):
                awaitable.close()
            raise MissingBridge("call it through greenlet_spawn")


async def greenlet_spawn(fn, /, *args, **kwargs):
    return await Bridge(fn, args, kwargs).cross()
