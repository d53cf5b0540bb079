"""Awaits one task after another: one that was cancelled ends the whole drain.

caught by: test_a_cancelled_job_is_forgotten
says: nothing to raise
"""

import asyncio


class Background:
    def __init__(self):
        self._tasks = []

    def spawn(self, coro, *, name=None):
        task = asyncio.create_task(coro, name=name)
        self._tasks.append(task)
        return task

    @property
    def pending(self):
        return sum(not task.done() for task in self._tasks)

    async def drain(self):
        errors = []
        while self._tasks:
            try:
                await self._tasks.pop(0)
            except Exception as error:
                errors.append(error)
        return errors
