"""Waits for every job, and never asks how it ended.

caught by: test_drain_returns_each_error_once
says: the error of every job that failed
"""

import asyncio


class Background:
    def __init__(self):
        self._tasks = set()

    def spawn(self, coro, *, name=None):
        task = asyncio.create_task(coro, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    @property
    def pending(self):
        return len(self._tasks)

    async def drain(self):
        while self._tasks:
            await asyncio.wait(self._tasks)
        return []
