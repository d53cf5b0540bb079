"""Believes that a callback which knows the task keeps it alive: the two hold only each other.

caught by: test_a_job_that_nobody_holds_is_not_lost
says: The task was thrown away while it waited
"""

import asyncio


class Background:
    def __init__(self):
        self.pending, self._errors = 0, []
        self._idle = asyncio.Event()

    def spawn(self, coro, *, name=None):
        task = asyncio.create_task(coro, name=name)
        self.pending += 1
        self._idle.clear()
        task.add_done_callback(lambda _: self._done(task))
        return task

    def _done(self, task):
        self.pending -= 1
        if not task.cancelled() and task.exception():
            self._errors.append(task.exception())
        if not self.pending:
            self._idle.set()

    async def drain(self):
        while self.pending:
            await self._idle.wait()
        errors, self._errors = self._errors, []
        return errors
