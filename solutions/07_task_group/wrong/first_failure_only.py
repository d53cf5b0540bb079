"""Reports the first error and forgets that a group can hold several.

caught by: test_sources_that_fail_together_are_all_named
says: both should be in failed
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
        first = errors.exceptions[0]
        name = next(name for name, task in tasks.items() if not task.cancelled() and task.exception() is first)
        raise DashboardError({name: first}) from errors
    return {name: task.result() for name, task in tasks.items()}
