"""Believes that a task has stopped when cancel() returns.

caught by: test_the_error_comes_when_the_others_have_stopped
says: wait until each of them is done
says: ['stocks', 'weather']
"""

import asyncio


class DashboardError(Exception):
    """There is no page."""

    def __init__(self, failed):
        super().__init__(", ".join(failed))
        self.failed = failed


async def dashboard(sources):
    tasks = {name: asyncio.create_task(source()) for name, source in sources.items()}
    try:
        await asyncio.gather(*tasks.values())
    except BaseException as error:
        for task in tasks.values():
            task.cancel()
        if isinstance(error, asyncio.CancelledError):
            raise
        failed = {name: task.exception() for name, task in tasks.items() if task.done() and task.exception()}
        raise DashboardError(failed) from error
    return {name: task.result() for name, task in tasks.items()}
