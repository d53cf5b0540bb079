"""Tries to run a loop that is running already.

caught by: test_a_thread_gets_the_result_or_the_error
says: already running
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
    return loop.run_until_complete(coro_fn())
