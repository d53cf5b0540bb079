"""A dict by a number of its own. drain waits behind shields, and looks again."""

import asyncio
import itertools


class Background:
    def __init__(self):
        self._numbers, self._jobs, self._failed = itertools.count(), {}, []

    def spawn(self, coro, *, name=None):
        number = next(self._numbers)
        self._jobs[number] = task = asyncio.get_running_loop().create_task(coro, name=name)

        def over(task):
            del self._jobs[number]
            if task.cancelled():
                return
            if task.exception() is not None:
                self._failed.append(task.exception())

        task.add_done_callback(over)
        return task

    @property
    def pending(self):
        return len(self._jobs)

    async def drain(self):
        while self._jobs:
            await asyncio.gather(*map(asyncio.shield, self._jobs.values()), return_exceptions=True)
        errors = self._failed[:]
        self._failed.clear()
        return errors
