"""Reads the results inside the block of the group, where the tasks have only been started.

caught by: test_the_page_takes_as_long_as_the_slowest_source
says: A Task has no result before it is done
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
            return {name: task.result() for name, task in tasks.items()}
    except* OSError as errors:
        raise DashboardError({"?": errors}) from errors
