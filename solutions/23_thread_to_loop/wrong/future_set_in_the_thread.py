"""Completes the loop's future from another thread.

caught by: test_a_reading_wakes_the_sleeping_loop
says: slept on
says: must also wake it
"""

import asyncio


class SensorBridge:
    def __init__(self, loop):
        self.loop = loop
        self.readings = []
        self.more = None

    def on_reading(self, value):
        self.readings.append(value)
        if self.more and not self.more.done():
            self.more.set_result(None)

    async def average(self, n):
        while len(self.readings) < n:
            self.more = self.loop.create_future()
            if len(self.readings) < n:
                await self.more
        return sum(self.readings.pop(0) for _ in range(n)) / n


def ask_from_thread(loop, coro_fn):
    try:
        here = asyncio.get_running_loop() is loop
    except RuntimeError:
        here = False
    if here:
        raise RuntimeError("await the coroutine instead")
    return asyncio.run_coroutine_threadsafe(coro_fn(), loop).result()
