"""Looks ten times a second whether a reading has come.

caught by: test_waiting_costs_the_loop_nothing
says: looks again and again
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
            await asyncio.sleep(0.1)
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
