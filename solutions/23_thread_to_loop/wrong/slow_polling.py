"""Looks once in a while whether a reading has come: a wait of no more than a second.

caught by: test_a_reading_wakes_the_sleeping_loop
says: slept on
"""

import asyncio


class SensorBridge:
    def __init__(self, loop):
        self.loop = loop
        self.readings = []

    def on_reading(self, value):
        self.readings.append(value)

    async def average(self, n):
        while len(self.readings) < n:
            await asyncio.sleep(1)
        taken, self.readings[:n] = self.readings[:n], []
        return sum(taken) / n


def ask_from_thread(loop, coro_fn):
    try:
        here = asyncio.get_running_loop() is loop
    except RuntimeError:
        here = False
    if here:
        raise RuntimeError("await the coroutine instead")
    return asyncio.run_coroutine_threadsafe(coro_fn(), loop).result()
