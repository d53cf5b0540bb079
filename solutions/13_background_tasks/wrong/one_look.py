"""Looks once at what is pending, and misses the jobs that are spawned while it waits.

caught by: test_drain_waits_for_jobs_spawned_meanwhile
says: A job may spawn another one while drain waits
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
        await asyncio.gather(*map(asyncio.shield, self._tasks), return_exceptions=True)
        errors, self._errors = self._errors, []
        return errors
