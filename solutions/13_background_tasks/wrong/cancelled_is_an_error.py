"""Reports a cancelled job as one that has failed.

caught by: test_a_cancelled_job_is_forgotten
says: No job of this Background has failed: two were cancelled
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
        try:
            task.result()
        except BaseException as error:
            self._errors.append(error)

    @property
    def pending(self):
        return len(self._tasks)

    async def drain(self):
        while self._tasks:
            await asyncio.wait(self._tasks)
        errors, self._errors = self._errors, []
        return errors
