"""Catches BaseException, and so turns a cancellation into a failed page.

caught by: test_cancellation_goes_on_when_the_sources_have_stopped
says: dashboard raised DashboardError
says: Let CancelledError go on
"""

import asyncio


class DashboardError(Exception):
    """There is no page."""

    def __init__(self, failed):
        super().__init__(", ".join(failed))
        self.failed = failed


async def dashboard(sources):
    tasks = {}
    try:
        async with asyncio.TaskGroup() as group:
            for name, source in sources.items():
                tasks[name] = group.create_task(source())
    except BaseException as error:
        failed = {name: task.exception() for name, task in tasks.items() if not task.cancelled() and task.exception()}
        raise DashboardError(failed) from error
    return {name: task.result() for name, task in tasks.items()}
