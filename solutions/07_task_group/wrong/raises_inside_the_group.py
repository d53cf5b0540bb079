"""Raises DashboardError in the child, where the group wraps it once more.

caught by: test_the_error_names_the_source_that_failed
says: An ExceptionGroup came out
"""

import asyncio


class DashboardError(Exception):
    """There is no page."""

    def __init__(self, failed):
        super().__init__(", ".join(failed))
        self.failed = failed


async def dashboard(sources):
    async def ask(name, source):
        try:
            return await source()
        except Exception as error:
            raise DashboardError({name: error}) from error

    async with asyncio.TaskGroup() as group:
        tasks = {name: group.create_task(ask(name, source)) for name, source in sources.items()}
    return {name: task.result() for name, task in tasks.items()}
