"""The tasks themselves are asked afterwards which of them failed."""

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
                tasks[name] = group.create_task(source(), name=name)
    except* Exception:
        raise DashboardError(
            {name: task.exception() for name, task in tasks.items() if not task.cancelled() and task.exception()}
        ) from None
    return {name: task.result() for name, task in tasks.items()}
