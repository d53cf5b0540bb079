"""Catches the error of the job inside the task: who awaits the task hears nothing of it.

caught by: test_spawn_returns_the_task_of_the_job
says: the result of the job, or its error
"""

import asyncio


class Background:
    def __init__(self):
        self._tasks, self._errors = set(), []

    def spawn(self, coro, *, name=None):
        task = asyncio.create_task(self._run(coro), name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _run(self, coro):
        try:
            return await coro
        except Exception as error:
            self._errors.append(error)

    @property
    def pending(self):
        return len(self._tasks)

    async def drain(self):
        while self._tasks:
            await asyncio.wait(self._tasks)
        errors, self._errors = self._errors, []
        return errors
