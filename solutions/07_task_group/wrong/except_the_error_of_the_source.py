"""Waits for the source's own error around a task group, which raises a group.

caught by: test_the_error_names_the_source_that_failed
says: catch it with except* Exception
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
    except (ConnectionError, TimeoutError, ValueError) as error:
        raise DashboardError({"?": error}) from error
    return {name: task.result() for name, task in tasks.items()}
