"""A condition on the loop, told about each reading by a coroutine of its own."""

import asyncio


class SensorBridge:
    def __init__(self, loop):
        self.loop = loop
        self.readings = []
        self.changed = asyncio.Condition()

    def on_reading(self, value):
        asyncio.run_coroutine_threadsafe(self.take(value), self.loop)

    async def take(self, value):
        async with self.changed:
            self.readings.append(value)
            self.changed.notify_all()

    async def average(self, n):
        async with self.changed:
            await self.changed.wait_for(lambda: len(self.readings) >= n)
            taken = [self.readings.pop(0) for _ in range(n)]
        return sum(taken) / n


def ask_from_thread(loop, coro_fn):
    try:
        here = asyncio.get_running_loop() is loop
    except RuntimeError:
        here = False
    if here:
        raise RuntimeError("await the coroutine instead")
    return asyncio.run_coroutine_threadsafe(coro_fn(), loop).result()
