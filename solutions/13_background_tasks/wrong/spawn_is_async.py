"""Makes spawn an async function: the call alone starts nothing.

caught by: test_spawn_returns_the_task_of_the_job
says: Is it a plain def
"""

import asyncio


class Background:
    def __init__(self):
        self._tasks, self._errors = set(), []

    async def spawn(self, coro, *, name=None):
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
            await asyncio.wait(self._tasks)
        errors, self._errors = self._errors, []
        return errors
