"""Shows what arrived and leaves the failed source out.

caught by: test_the_error_names_the_source_that_failed
says: it should raise DashboardError
"""

import asyncio


class DashboardError(Exception):
    """There is no page."""

    def __init__(self, failed):
        super().__init__(", ".join(failed))
        self.failed = failed


async def dashboard(sources):
    page = {}

    async def ask(name, source):
        page[name] = await source()

    try:
        async with asyncio.TaskGroup() as group:
            for name, source in sources.items():
                group.create_task(ask(name, source))
    except* Exception:
        pass
    return page
