"""Catches its own cancellation together with the errors of the jobs.

caught by: test_a_cancelled_drain_leaves_the_jobs_alone
says: CancelledError must come out of it
"""

import asyncio


class Background:
    def __init__(self):
        self._tasks, self._errors = set(), []

    def spawn(self, coro, *, name=None):
        task = asyncio.create_task(coro, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(self._note)
        return task

    def _note(self, task):
        if not task.cancelled() and task.exception():
            self._errors.append(task.exception())

    @property
    def pending(self):
        return len(self._tasks)

    async def drain(self):
        for_now = set()
        while self._tasks - for_now:
            for task in list(self._tasks):
                for_now.add(task)
                try:
                    await asyncio.shield(task)
                except BaseException:
                    continue
        errors, self._errors = self._errors, []
        return errors
