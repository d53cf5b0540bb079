"""Adds up in the threads, without a lock, and keeps sums in place of readings.

caught by: test_readings_are_kept_and_count_once
says: did not get enough
"""

import asyncio


class SensorBridge:
    def __init__(self, loop):
        self.loop = loop
        self.count, self.total = 0, 0.0
        self.more = asyncio.Event()

    def on_reading(self, value):
        count, total = self.count, self.total
        self.loop.call_soon_threadsafe(self.more.set)
        self.count, self.total = count + 1, total + value

    async def average(self, n):
        while self.count < n:
            self.more.clear()
            await self.more.wait()
        average = self.total / self.count
        self.count, self.total = 0, 0.0
        return average


def ask_from_thread(loop, coro_fn):
    try:
        here = asyncio.get_running_loop() is loop
    except RuntimeError:
        here = False
    if here:
        raise RuntimeError("await the coroutine instead")
    return asyncio.run_coroutine_threadsafe(coro_fn(), loop).result()
