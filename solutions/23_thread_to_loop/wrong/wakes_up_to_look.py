"""Sets the event from the thread, and hides the delay behind a time-out.

caught by: test_waiting_costs_the_loop_nothing
says: looks again and again
"""

import asyncio
from contextlib import suppress


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
            with suppress(TimeoutError):
                await asyncio.wait_for(self.more.wait(), 0.05)
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
