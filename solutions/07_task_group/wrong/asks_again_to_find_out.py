"""Asks every source a second time to find out which of them failed.

caught by: test_a_failure_stops_the_other_sources
says: Each source should be asked once
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
        answers = await asyncio.gather(*(source() for source in sources.values()), return_exceptions=True)
        pairs = zip(sources, answers, strict=True)
        raise DashboardError({name: error for name, error in pairs if isinstance(error, Exception)}) from errors
    return {name: task.result() for name, task in tasks.items()}
