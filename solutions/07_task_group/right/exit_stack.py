"""Each task is put on an exit stack, which stops it and waits for it on the way out."""

import asyncio
import contextlib


class DashboardError(Exception):
    """There is no page."""

    def __init__(self, failed):
        super().__init__(", ".join(failed))
        self.failed = failed


async def dashboard(sources):
    async with contextlib.AsyncExitStack() as stack:
        tasks = {}
        for name, source in sources.items():
            tasks[name] = asyncio.create_task(source())
            stack.push_async_callback(stopped, tasks[name])
        await asyncio.wait(tasks.values(), return_when=asyncio.FIRST_EXCEPTION)
        ended = [(name, task) for name, task in tasks.items() if task.done()]
        failed = {name: task.exception() for name, task in ended if task.exception()}
        if failed:
            raise DashboardError(failed)
        return {name: await task for name, task in tasks.items()}


async def stopped(task):
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError, Exception):
        await task
