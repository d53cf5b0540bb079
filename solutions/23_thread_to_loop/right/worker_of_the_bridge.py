"""A callback on the loop that hands full averages to a future; it remembers who wants how many."""

import asyncio


class SensorBridge:
    def __init__(self, loop):
        self.loop = loop
        self.readings = []
        self.wanted = None

    def on_reading(self, value):
        self.loop.call_soon_threadsafe(self.arrived, value)

    def arrived(self, *values):
        self.readings += values
        if self.wanted is None:
            return
        n, average = self.wanted
        if len(self.readings) >= n and not average.done():
            average.set_result(sum(self.readings[:n]) / n)
            del self.readings[:n]
            self.wanted = None

    async def average(self, n):
        self.wanted = n, self.loop.create_future()
        _, average = self.wanted
        self.arrived()
        return await average


def ask_from_thread(loop, coro_fn):
    try:
        here = asyncio.get_running_loop() is loop
    except RuntimeError:
        here = False
    if here:
        raise RuntimeError("await the coroutine instead")
    return asyncio.run_coroutine_threadsafe(coro_fn(), loop).result()
