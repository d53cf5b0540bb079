"""Asks only the jobs that are still running when drain begins: an error from before that is never seen.

caught by: test_drain_returns_each_error_once
says: the error of every job that failed
says: nobody looked at it: ConnectionError
"""

import asyncio


class Background:
    def __init__(self):
        self._tasks = set()

    def spawn(self, coro, *, name=None):
        task = asyncio.create_task(coro, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    @property
    def pending(self):
        return len(self._tasks)

    async def drain(self):
        errors = []
        while self._tasks:
            done, _ = await asyncio.wait(self._tasks)
            errors += [task.exception() for task in done if not task.cancelled() and task.exception()]
        return errors
