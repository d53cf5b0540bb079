"""Makes the collections in the class and not in __init__: every Background of the program shares them.

caught by: test_a_cancelled_job_is_forgotten
says: No job of this Background has failed
says: the mailbox is full
"""

import asyncio


class Background:
    tasks, errors = set(), []

    def spawn(self, coro, *, name=None):
        task = asyncio.create_task(coro, name=name)
        self.tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task):
        self.tasks.discard(task)
        if not task.cancelled() and task.exception():
            self.errors.append(task.exception())

    @property
    def pending(self):
        return len(self.tasks)

    async def drain(self):
        while self.tasks:
            await asyncio.wait(self.tasks)
        errors = list(self.errors)
        self.errors.clear()
        return errors
