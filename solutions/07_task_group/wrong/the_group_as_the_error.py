"""Puts the whole group into failed, where the error of one source belongs.

caught by: test_the_error_names_the_source_that_failed
says: failed should hold the name
"""

import asyncio


class DashboardError(Exception):
    """There is no page."""

    def __init__(self, failed):
        super().__init__(", ".join(failed))
        self.failed = failed


async def dashboard(sources):
    try:
        async with asyncio.TaskGroup() as group:
            tasks = {name: group.create_task(source()) for name, source in sources.items()}
    except* Exception as errors:
        failed = {name: errors for name, task in tasks.items() if not task.cancelled() and task.exception()}
        raise DashboardError(failed) from errors
    return {name: task.result() for name, task in tasks.items()}
