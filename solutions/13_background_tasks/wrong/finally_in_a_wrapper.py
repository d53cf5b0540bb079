"""Lets the job itself tell when it is over: one that is cancelled before it begins never does.

caught by: test_a_cancelled_job_is_forgotten
says: One that is cancelled before it begins never runs a line
"""

import asyncio


class Background:
    def __init__(self):
        self._tasks, self._errors = set(), []

    def spawn(self, coro, *, name=None):
        task = asyncio.create_task(self._run(coro), name=name)
        self._tasks.add(task)
        return task

    async def _run(self, coro):
        try:
            return await coro
        except Exception as error:
            self._errors.append(error)
            raise
        finally:
            self._tasks.discard(asyncio.current_task())

    @property
    def pending(self):
        return len(self._tasks)

    async def drain(self):
        while self._tasks:
            await asyncio.wait(self._tasks)
        errors, self._errors = self._errors, []
        return errors
