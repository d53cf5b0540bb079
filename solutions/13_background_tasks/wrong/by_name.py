"""Keeps the tasks by name, and two jobs may have the same one.

caught by: test_jobs_that_are_done_are_forgotten
says: A thousand jobs should be pending once they are spawned
"""

import asyncio


class Background:
    def __init__(self):
        self._tasks, self._errors = {}, []

    def spawn(self, coro, *, name=None):
        task = asyncio.create_task(coro, name=name)
        self._tasks[task.get_name()] = task
        task.add_done_callback(self._done)
        return task

    def _done(self, task):
        self._tasks.pop(task.get_name(), None)
        if not task.cancelled() and task.exception():
            self._errors.append(task.exception())

    @property
    def pending(self):
        return len(self._tasks)

    async def drain(self):
        while self._tasks:
            await asyncio.wait(self._tasks.values())
        errors, self._errors = self._errors, []
        return errors
