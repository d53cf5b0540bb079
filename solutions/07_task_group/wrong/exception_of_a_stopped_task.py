"""Asks every task for its exception, also those that were stopped and have none.

caught by: test_the_error_names_the_source_that_failed
says: ask its cancelled() first
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
    except* Exception as errors:
        failed = {name: task.exception() for name, task in tasks.items() if task.exception()}
        raise DashboardError(failed) from errors
    return {name: task.result() for name, task in tasks.items()}
