"""A semaphore that counts the readings, a mean that is kept up to date, and a queue for threads for the answer."""

import asyncio
import queue
from collections import deque


class SensorBridge:
    def __init__(self, loop):
        self.loop = loop
        self.readings = deque()
        self.there = asyncio.Semaphore(0)

    def on_reading(self, value):
        self.readings.append(value)
        self.loop.call_soon_threadsafe(self.there.release)

    async def average(self, n):
        mean = 0.0
        for count in range(1, n + 1):
            await self.there.acquire()
            mean += (self.readings.popleft() - mean) / count
        return mean


def ask_from_thread(loop, coro_fn):
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        pass
    else:
        raise RuntimeError("this thread has a loop to keep alive: await the coroutine")
    answers = queue.SimpleQueue()

    def start():
        task = loop.create_task(coro_fn())
        task.add_done_callback(answers.put)

    loop.call_soon_threadsafe(start)
    return answers.get().result()
