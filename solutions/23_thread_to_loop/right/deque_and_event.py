"""A deque that any thread may append to, and an event that only the loop's thread sets."""

import asyncio
from collections import deque
from statistics import mean


class SensorBridge:
    def __init__(self, loop):
        self.loop = loop
        self.readings = deque()
        self.more = asyncio.Event()

    def on_reading(self, value):
        self.readings.append(value)
        self.loop.call_soon_threadsafe(self.more.set)

    async def average(self, n):
        while len(self.readings) < n:
            self.more.clear()
            await self.more.wait()
        return mean(self.readings.popleft() for _ in range(n))


def ask_from_thread(loop, coro_fn):
    try:
        here = asyncio.get_running_loop() is loop
    except RuntimeError:
        here = False
    if here:
        raise RuntimeError("await the coroutine instead")
    return asyncio.run_coroutine_threadsafe(coro_fn(), loop).result()
