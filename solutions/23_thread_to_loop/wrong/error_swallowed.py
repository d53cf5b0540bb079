"""Answers an error with a number.

caught by: test_a_thread_gets_the_result_or_the_error
says: raise it in the thread that asked
"""

import asyncio


class SensorBridge:
    def __init__(self, loop):
        self.loop = loop
        self.queue = asyncio.Queue()

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
    try:
        return asyncio.run_coroutine_threadsafe(coro_fn(), loop).result()
    except OSError:
        return 0.0
