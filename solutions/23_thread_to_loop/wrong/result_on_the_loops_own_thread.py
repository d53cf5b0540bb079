"""Waits for the loop in whatever thread, also in the loop's own.

caught by: test_asking_on_the_loops_own_thread_is_refused
says: waits there for ever
says: the loop cannot run the coroutine while its thread waits
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
    return asyncio.run_coroutine_threadsafe(coro_fn(), loop).result()
