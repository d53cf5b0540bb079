"""Keeps the tasks in a WeakSet, which holds them as weakly as the loop does.

caught by: test_a_job_that_nobody_holds_is_not_lost
says: The task was thrown away while it waited
"""

import asyncio
from weakref import WeakSet


class Background:
    def __init__(self):
        self._tasks, self._errors = WeakSet(), []

    def spawn(self, coro, *, name=None):
        task = asyncio.create_task(coro, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task):
        self._tasks.discard(task)
        if not task.cancelled() and task.exception():
            self._errors.append(task.exception())

    @property
    def pending(self):
        return len(self._tasks)

    async def drain(self):
        while self._tasks:
            await asyncio.wait(list(self._tasks))
        errors, self._errors = self._errors, []
        return errors
