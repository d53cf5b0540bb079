"""Runs each job up to its first wait inside spawn already. A condition tells drain about every change.

needs: Python 3.12
"""

import asyncio


class Background:
    def __init__(self):
        self._open, self._errors, self._waiters = set(), [], []

    def spawn(self, coro, *, name=None):
        task = asyncio.Task(coro, loop=asyncio.get_running_loop(), name=name, eager_start=True)
        self._open.add(task)
        task.add_done_callback(self._close)
        return task

    def _close(self, task):
        self._open.remove(task)
        if not task.cancelled() and (error := task.exception()):
            self._errors.append(error)
        if not self._open:
            waiters, self._waiters = self._waiters, []
            for waiter in waiters:
                if not waiter.done():
                    waiter.set_result(None)

    @property
    def pending(self):
        return len(self._open)

    async def drain(self):
        while self._open:
            waiter = asyncio.get_running_loop().create_future()
            self._waiters.append(waiter)
            await waiter
        errors, self._errors = self._errors, []
        return errors
