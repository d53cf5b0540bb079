"""Looks now and then whether a source has failed.

caught by: test_a_failure_stops_the_other_sources
says: at the moment in which the news fail
says: got       1.80 s
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
        while not all(task.done() for task in tasks.values()):
            await asyncio.sleep(0.9)
            ended = {name: task for name, task in tasks.items() if task.done()}
            if failed := {name: task.exception() for name, task in ended.items() if task.exception()}:
                raise DashboardError(failed)
    finally:
        for task in tasks.values():
            task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)
    return {name: task.result() for name, task in tasks.items()}
