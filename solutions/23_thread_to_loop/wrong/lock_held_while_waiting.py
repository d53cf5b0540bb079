"""Holds a lock of threads while it awaits, and the sensor waits for that lock.

caught by: test_a_reading_wakes_the_sleeping_loop
says: stood still in on_reading
"""

import asyncio
import threading


class SensorBridge:
    def __init__(self, loop):
        self.loop = loop
        self.lock = threading.Lock()
        self.readings = []
        self.more = asyncio.Event()

    def on_reading(self, value):
        with self.lock:
            self.readings.append(value)
        self.loop.call_soon_threadsafe(self.more.set)

    async def average(self, n):
        with self.lock:
            while len(self.readings) < n:
                self.more.clear()
                await self.more.wait()
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
