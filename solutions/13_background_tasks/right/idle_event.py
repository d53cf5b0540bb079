"""Counts the jobs in a wrapper, and an event says when there is none. A callback sees the jobs that never began."""

import asyncio


class Background:
    def __init__(self):
        self.pending = 0
        self._held, self._errors = set(), []
        self._idle = asyncio.Event()
        self._idle.set()

    def spawn(self, coro, *, name=None):
        self.pending += 1
        self._idle.clear()
        task = asyncio.create_task(self._run(coro), name=name)
        self._held.add(task)
        task.add_done_callback(self._over)
        return task

    async def _run(self, coro):
        try:
            return await coro
        except Exception as error:
            self._errors.append(error)
            raise

    def _over(self, task):
        if not task.cancelled():
            task.exception()
        self._held.discard(task)
        self.pending -= 1
        if not self.pending:
            self._idle.set()

    async def drain(self):
        while self.pending:
            await self._idle.wait()
        errors, self._errors = self._errors, []
        return errors
