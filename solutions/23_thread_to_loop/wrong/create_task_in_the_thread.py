"""Makes a task in a thread that has no loop.

caught by: test_a_reading_wakes_the_sleeping_loop
says: no running event loop
says: use only what the loop offers to other threads
"""

import asyncio


class SensorBridge:
    def __init__(self, loop):
        self.loop = loop
        self.queue = asyncio.Queue()

    def on_reading(self, value):
        asyncio.create_task(self.queue.put(value))

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
