"""Holds the coroutines, which hold all the rest, and finds their tasks again when it needs them."""

import asyncio


class Background:
    def __init__(self):
        self._coroutines, self._errors = set(), []

    def spawn(self, coro, *, name=None):
        task = asyncio.ensure_future(coro)
        if name is not None:
            task.set_name(name)
        self._coroutines.add(coro)
        task.add_done_callback(self._over)
        return task

    def _over(self, task):
        self._coroutines.remove(task.get_coro())
        self._errors += [] if task.cancelled() or task.exception() is None else [task.exception()]

    @property
    def pending(self):
        return len(self._coroutines)

    async def drain(self):
        while self._coroutines:
            await asyncio.wait([task for task in asyncio.all_tasks() if task.get_coro() in self._coroutines])
        return [self._errors.pop(0) for _ in range(len(self._errors))]
