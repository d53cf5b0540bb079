"""Waits for the jobs in a task group: the first error cancels all others.

caught by: test_drain_returns_each_error_once
says: the error of one is no reason to stop another
"""

import asyncio


class Background:
    def __init__(self):
        self._tasks, self._errors = set(), []

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
        async def wait_for(task):
            await task

        while self._tasks:
            try:
                async with asyncio.TaskGroup() as group:
                    for task in self._tasks:
                        group.create_task(wait_for(task))
            except* Exception:
                pass
        errors, self._errors = self._errors, []
        return errors
