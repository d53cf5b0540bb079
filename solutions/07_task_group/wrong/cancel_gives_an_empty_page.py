"""Takes a cancellation for the end of the day, and returns an empty page.

caught by: test_cancellation_goes_on_when_the_sources_have_stopped
says: dashboard returned
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
    except* Exception:
        failed = {name: task.exception() for name, task in tasks.items() if not task.cancelled() and task.exception()}
        raise DashboardError(failed) from None
    except* asyncio.CancelledError:
        pass
    return {name: task.result() for name, task in tasks.items() if not task.cancelled()}
