"""Lets gather raise the first error, in place of returning all of them.

caught by: test_drain_returns_each_error_once
says: drain should return, in a list
"""

import asyncio


class Background:
    def __init__(self):
        self._tasks = set()

    def spawn(self, coro, *, name=None):
        task = asyncio.create_task(coro, name=name)
        self._tasks.add(task)
        return task

    @property
    def pending(self):
        self._tasks = {task for task in self._tasks if not task.done()}
        return len(self._tasks)

    async def drain(self):
        while tasks := list(self._tasks):
            await asyncio.gather(*map(asyncio.shield, tasks))
            self._tasks.difference_update(tasks)
        return []
