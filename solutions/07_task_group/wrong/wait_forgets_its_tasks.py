"""Stops the sources after asyncio.wait, and so never when the wait itself is cancelled.

caught by: test_cancelling_the_dashboard_stops_the_sources
says: and should be stopped
says: weather: running
"""

import asyncio


class DashboardError(Exception):
    """There is no page."""

    def __init__(self, failed):
        super().__init__(", ".join(failed))
        self.failed = failed


async def dashboard(sources):
    tasks = {asyncio.create_task(source()): name for name, source in sources.items()}
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    for task in pending:
        task.cancel()
    await asyncio.gather(*pending, return_exceptions=True)
    if failed := {tasks[task]: task.exception() for task in done if task.exception()}:
        raise DashboardError(failed)
    return {name: task.result() for task, name in tasks.items()}
