"""Cancels every task of the event loop, whoever started it.

caught by: test_nobody_else_is_stopped
says: a task that is not its own
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
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        failed = {name: task.exception() for name, task in tasks.items() if not task.cancelled() and task.exception()}
        raise DashboardError(failed) from error
    finally:
        for task in tasks.values():
            task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)
    return {name: task.result() for name, task in tasks.items()}
