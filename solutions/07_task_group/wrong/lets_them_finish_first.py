"""Keeps a cancelled caller waiting until every source has answered.

caught by: test_cancelling_the_dashboard_stops_the_sources
says: and should be stopped
says: weather: ok
"""

import asyncio


class DashboardError(Exception):
    """There is no page."""

    def __init__(self, failed):
        super().__init__(", ".join(failed))
        self.failed = failed


async def dashboard(sources):
    tasks = {name: asyncio.create_task(source()) for name, source in sources.items()}
    try:
        done, _ = await asyncio.wait(tasks.values(), return_when=asyncio.FIRST_EXCEPTION)
    except asyncio.CancelledError:
        await asyncio.wait(tasks.values())
        raise
    for task in tasks.values():
        task.cancel()
    await asyncio.gather(*tasks.values(), return_exceptions=True)
    if failed := {name: task.exception() for name, task in tasks.items() if task in done and task.exception()}:
        raise DashboardError(failed)
    return {name: task.result() for name, task in tasks.items()}
