"""Awaits each task while still filling the group.

caught by: test_the_page_takes_as_long_as_the_slowest_source
says: ran one after another
"""

import asyncio


class DashboardError(Exception):
    """There is no page."""

    def __init__(self, failed):
        super().__init__(", ".join(failed))
        self.failed = failed


async def dashboard(sources):
    page, asked = {}, ""
    try:
        async with asyncio.TaskGroup() as group:
            for asked, source in sources.items():
                page[asked] = await group.create_task(source())
    except* Exception as errors:
        raise DashboardError({asked: errors.exceptions[0]}) from errors
    return page
