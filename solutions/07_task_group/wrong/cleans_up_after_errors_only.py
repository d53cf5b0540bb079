"""Believes that a cancelled gather has waited for all its tasks: it goes on when the first has stopped.

caught by: test_cancellation_goes_on_when_the_sources_have_stopped
says: dashboard was over before all sources had stopped
says: 2 still running
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
        await asyncio.gather(*tasks.values())
    except Exception as error:
        for task in tasks.values():
            task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)
        failed = {name: task.exception() for name, task in tasks.items() if not task.cancelled() and task.exception()}
        raise DashboardError(failed) from error
    return {name: task.result() for name, task in tasks.items()}
