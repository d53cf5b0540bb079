"""Returns the errors, and keeps them for the next time as well.

caught by: test_drain_returns_each_error_once
says: The second one should have nothing to tell
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
        while self._tasks:
            await asyncio.wait(self._tasks)
        return list(self._errors)
