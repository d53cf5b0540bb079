"""Awaits inside a loop over the set, from which the jobs disappear in the meantime.

caught by: test_drain_waits_for_jobs_spawned_meanwhile
says: Set changed size during iteration
says: While you awaited inside the loop
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
            for task in self._tasks:
                await asyncio.wait([task])
        errors, self._errors = self._errors, []
        return errors
