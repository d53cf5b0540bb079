"""drain is a task group of waiters, none of which can fail or cancel a job. The errors wait in a queue."""

import asyncio


class Background:
    def __init__(self):
        self._tasks, self._errors = [], asyncio.Queue()

    def spawn(self, coro, *, name=None):
        task = asyncio.create_task(coro, name=name)
        self._tasks.append(task)
        task.add_done_callback(self._tasks.remove)
        task.add_done_callback(self._ask)
        return task

    def _ask(self, task):
        error = None if task.cancelled() else task.exception()
        if error:
            self._errors.put_nowait(error)

    @property
    def pending(self):
        return len(self._tasks)

    async def drain(self):
        while self._tasks:
            async with asyncio.TaskGroup() as group:
                for task in self._tasks:
                    group.create_task(asyncio.wait([task]))
        return [self._errors.get_nowait() for _ in range(self._errors.qsize())]
