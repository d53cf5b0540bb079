"""Sets the loop's event from another thread.

caught by: test_a_reading_wakes_the_sleeping_loop
says: slept on
says: must also wake it
"""

import asyncio


class SensorBridge:
    def __init__(self, loop):
        self.loop = loop
        self.readings = []
        self.more = asyncio.Event()

    def on_reading(self, value):
        self.readings.append(value)
        self.more.set()

    async def average(self, n):
        while len(self.readings) < n:
            self.more.clear()
            await self.more.wait()
        return sum(self.readings.pop(0) for _ in range(n)) / n


def ask_from_thread(loop, coro_fn):
    try:
        here = asyncio.get_running_loop() is loop
    except RuntimeError:
        here = False
    if here:
        raise RuntimeError("await the coroutine instead")
    return asyncio.run_coroutine_threadsafe(coro_fn(), loop).result()
