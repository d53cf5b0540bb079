"""Averages all that ever came, so readings count again and again.

caught by: test_readings_are_kept_and_count_once
says: each reading counts once
"""

import asyncio


class SensorBridge:
    def __init__(self, loop):
        self.loop = loop
        self.readings = []
        self.more = asyncio.Event()

    def on_reading(self, value):
        self.loop.call_soon_threadsafe(self.take, value)

    def take(self, value):
        self.readings.append(value)
        self.more.set()

    async def average(self, n):
        while len(self.readings) < n:
            self.more.clear()
            await self.more.wait()
        return sum(self.readings[-n:]) / n


def ask_from_thread(loop, coro_fn):
    try:
        here = asyncio.get_running_loop() is loop
    except RuntimeError:
        here = False
    if here:
        raise RuntimeError("await the coroutine instead")
    return asyncio.run_coroutine_threadsafe(coro_fn(), loop).result()
