"""A task on the loop for each reading, and a callback that makes a task for each question."""

import asyncio
from concurrent.futures import Future


class SensorBridge:
    def __init__(self, loop):
        self.loop = loop
        self.queue = asyncio.Queue()

    def on_reading(self, value):
        asyncio.run_coroutine_threadsafe(self.queue.put(value), self.loop)

    async def average(self, n):
        total = 0.0
        for _ in range(n):
            total += await self.queue.get()
        return total / n


def ask_from_thread(loop, coro_fn):
    if asyncio._get_running_loop() is loop:
        raise RuntimeError("the thread of the loop cannot wait for the loop")
    answer = Future()

    async def ask():
        try:
            answer.set_result(await coro_fn())
        except BaseException as error:
            answer.set_exception(error)

    keep = []
    loop.call_soon_threadsafe(lambda: keep.append(loop.create_task(ask())))
    return answer.result()
