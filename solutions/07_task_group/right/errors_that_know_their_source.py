"""Each error carries the name of its source out of the group."""

import asyncio


class DashboardError(Exception):
    """There is no page."""

    def __init__(self, failed):
        super().__init__(", ".join(failed))
        self.failed = failed


async def named(name, source):
    try:
        return name, await source()
    except Exception as error:
        error.source = name
        raise


async def dashboard(sources):
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(named(*item)) for item in sources.items()]
    except BaseExceptionGroup as errors:
        raise DashboardError({error.source: error for error in errors.exceptions}) from None
    return dict(task.result() for task in tasks)
