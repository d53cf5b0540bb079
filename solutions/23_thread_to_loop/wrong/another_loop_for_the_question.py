"""Runs the coroutine on a new loop in the thread that asks.

caught by: test_a_thread_gets_the_result_or_the_error
says: on the loop that was given
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
    return asyncio.run(coro_fn())
