"""Counts the sources that it stopped itself among the failed ones.

caught by: test_the_error_names_the_source_that_failed
says: and nothing else
says: 'weather': CancelledError
"""

import asyncio


class DashboardError(Exception):
    """There is no page."""

    def __init__(self, failed):
        super().__init__(", ".join(failed))
        self.failed = failed


async def dashboard(sources):
    tasks = [asyncio.create_task(source()) for source in sources.values()]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    finally:
        for task in tasks:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
    page = dict(zip(sources, results, strict=True))
    if failed := {name: result for name, result in page.items() if isinstance(result, BaseException)}:
        raise DashboardError(failed)
    return page
