"""Puts into the queue from another thread, and wakes the loop by a private method.

caught by: test_no_reading_of_four_threads_is_lost
says: only the loop's own thread may do that
"""

import asyncio


class SensorBridge:
    def __init__(self, loop):
        self.loop = loop
        self.queue = asyncio.Queue()

    def on_reading(self, value):
        self.queue.put_nowait(value)
        self.loop._write_to_self()

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
