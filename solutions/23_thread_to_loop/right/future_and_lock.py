"""A list under a lock, and a future for the average that waits."""

import asyncio
import threading


class SensorBridge:
    def __init__(self, loop):
        self.loop = loop
        self.lock = threading.Lock()
        self.readings = []
        self.wanted = 0
        self.enough = None

    def on_reading(self, value):
        with self.lock:
            self.readings.append(value)
            if self.enough is not None and len(self.readings) >= self.wanted:
                self.loop.call_soon_threadsafe(self.tell, self.enough)
                self.enough = None

    def tell(self, enough):
        if not enough.done():
            enough.set_result(None)

    async def average(self, n):
        with self.lock:
            enough = None
            if len(self.readings) < n:
                self.wanted, self.enough = n, self.loop.create_future()
                enough = self.enough
        if enough is not None:
            await enough
        with self.lock:
            taken, self.readings = self.readings[:n], self.readings[n:]
        return sum(taken) / n


def ask_from_thread(loop, coro_fn):
    try:
        here = asyncio.get_running_loop() is loop
    except RuntimeError:
        here = False
    if here:
        raise RuntimeError("await the coroutine instead")
    return asyncio.run_coroutine_threadsafe(coro_fn(), loop).result()
