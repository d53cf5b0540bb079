"""Puts every task into a list, and never takes one out.

caught by: test_jobs_that_are_done_are_forgotten
says: Tasks that are done are still held somewhere
says: 1000 of 1000 kept
"""

import asyncio


class Background:
    def __init__(self):
        self._tasks, self._told = [], set()

    def spawn(self, coro, *, name=None):
        task = asyncio.create_task(coro, name=name)
        self._tasks.append(task)
        return task

    @property
    def pending(self):
        return sum(not task.done() for task in self._tasks)

    async def drain(self):
        while self.pending:
            await asyncio.wait([task for task in self._tasks if not task.done()])
        new = [task for task in self._tasks if task not in self._told and not task.cancelled() and task.exception()]
        self._told.update(new)
        return [task.exception() for task in new]
