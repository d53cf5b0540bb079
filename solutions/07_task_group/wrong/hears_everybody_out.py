"""Collects errors as results, and so hears every source to the end before it looks.

caught by: test_a_failure_stops_the_other_sources
says: should be stopped then
says: weather: ok
"""

import asyncio


class DashboardError(Exception):
    """There is no page."""

    def __init__(self, failed):
        super().__init__(", ".join(failed))
        self.failed = failed


async def dashboard(sources):
    results = await asyncio.gather(*(source() for source in sources.values()), return_exceptions=True)
    page = dict(zip(sources, results, strict=True))
    if failed := {name: result for name, result in page.items() if isinstance(result, Exception)}:
        raise DashboardError(failed)
    return page
