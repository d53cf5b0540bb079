"""Puts into the loop's queue from another thread, where nothing wakes the loop.

caught by: test_a_reading_wakes_the_sleeping_loop
says: slept on
says: must also wake it
"""

import asyncio


class SensorBridge:
    def __init__(self, loop):
        self.loop = loop
        self.queue = asyncio.Queue()

    def on_reading(self, value):
        self.queue.put_nowait(value)

    async def average(self, n):
        return sum([await self.queue.get() for _ in range(n)]) / n


def ask_from_thread(loop, coro_fn):
    try:
        here = asyncio.get_running_loop() is loop
    except RuntimeError:
        here = False
    if here:
        raise RuntimeError("await the coroutine instead")
    return asyncio.run_coroutine_threadsafe(coro_fn(), loop).result()
