"""Callbacks of the tasks wake the function: at the first error, or when all have answered."""

import asyncio


class DashboardError(Exception):
    """There is no page."""

    def __init__(self, failed):
        super().__init__(", ".join(failed))
        self.failed = failed


async def dashboard(sources):
    over = asyncio.get_running_loop().create_future()
    tasks = {name: asyncio.create_task(source()) for name, source in sources.items()}

    def look(task):
        failed = not task.cancelled() and task.exception()
        if not over.done() and (failed or all(task.done() for task in tasks.values())):
            over.set_result(None)

    for task in tasks.values():
        task.add_done_callback(look)
    try:
        await over
    finally:
        for task in tasks.values():
            task.cancel()
        if tasks:
            await asyncio.wait(tasks.values())
    errors = {name: task.exception() for name, task in tasks.items() if not task.cancelled()}
    if failed := {name: error for name, error in errors.items() if error is not None}:
        raise DashboardError(failed)
    return {name: task.result() for name, task in tasks.items()}
