"""A task group that lives as long as there are jobs. Each job runs behind a guard, so that none stops the others."""

import asyncio


class Background:
    def __init__(self):
        self._errors, self._new, self._jobs = [], [], set()
        self._host = None

    def spawn(self, coro, *, name=None):
        job = asyncio.create_task(coro, name=name)
        self._jobs.add(job)
        job.add_done_callback(self._jobs.discard)
        self._new.append(job)
        if self._host is None:
            self._host = asyncio.create_task(self._hold())
            self._host.add_done_callback(self._host_is_gone)
        return job

    def _host_is_gone(self, _):
        self._host = None
        if self._new:
            self._host = asyncio.create_task(self._hold())
            self._host.add_done_callback(self._host_is_gone)

    async def _hold(self):
        async with asyncio.TaskGroup() as group:
            while self._new or self._jobs:
                while self._new:
                    group.create_task(self._guard(self._new.pop()))
                await asyncio.wait(self._jobs, return_when=asyncio.FIRST_COMPLETED)

    async def _guard(self, job):
        await asyncio.wait([job])
        if not job.cancelled() and job.exception():
            self._errors.append(job.exception())

    @property
    def pending(self):
        return len(self._jobs)

    async def drain(self):
        while self._host is not None:
            await asyncio.wait([self._host])
        errors, self._errors = self._errors, []
        return errors
