"""Limits the queue, and puts into it without waiting for room.

caught by: test_no_reading_of_four_threads_is_lost
says: some were lost
"""

import asyncio


class SensorBridge:
    def __init__(self, loop):
        self.loop = loop
        self.queue = asyncio.Queue(maxsize=100)

    def on_reading(self, value):
        self.loop.call_soon_threadsafe(self.queue.put_nowait, value)

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
