"""Keeps one reading, which the next one replaces.

caught by: test_readings_are_kept_and_count_once
says: keep every reading
"""

import asyncio


class SensorBridge:
    def __init__(self, loop):
        self.loop = loop
        self.latest = None
        self.more = asyncio.Event()

    def on_reading(self, value):
        self.latest = value
        self.loop.call_soon_threadsafe(self.more.set)

    async def average(self, n):
        total = 0.0
        for _ in range(n):
            await self.more.wait()
            self.more.clear()
            total += self.latest
        return total / n


def ask_from_thread(loop, coro_fn):
    try:
        here = asyncio.get_running_loop() is loop
    except RuntimeError:
        here = False
    if here:
        raise RuntimeError("await the coroutine instead")
    return asyncio.run_coroutine_threadsafe(coro_fn(), loop).result()
