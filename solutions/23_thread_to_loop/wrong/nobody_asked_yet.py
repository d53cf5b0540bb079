"""Takes readings only while somebody waits for them.

caught by: test_readings_are_kept_and_count_once
says: keep every reading
"""

import asyncio


class SensorBridge:
    def __init__(self, loop):
        self.loop = loop
        self.queue = asyncio.Queue()
        self.waiting = False

    def on_reading(self, value):
        if self.waiting:
            self.loop.call_soon_threadsafe(self.queue.put_nowait, value)

    async def average(self, n):
        self.waiting = True
        total = sum([await self.queue.get() for _ in range(n)])
        self.waiting = False
        return total / n


def ask_from_thread(loop, coro_fn):
    try:
        here = asyncio.get_running_loop() is loop
    except RuntimeError:
        here = False
    if here:
        raise RuntimeError("await the coroutine instead")
    return asyncio.run_coroutine_threadsafe(coro_fn(), loop).result()
