"""Looks at each source as it comes in, and stops the rest at the first error."""

import asyncio


class DashboardError(Exception):
    """There is no page."""

    def __init__(self, failed):
        super().__init__(", ".join(failed))
        self.failed = failed


async def dashboard(sources):
    page, failed = {}, {}

    async def ask(name, source):
        try:
            page[name] = await source()
        except Exception as error:
            failed[name] = error

    tasks = [asyncio.ensure_future(ask(*item)) for item in sources.items()]
    try:
        for arrival in asyncio.as_completed(tasks):
            await arrival
            if failed:
                raise DashboardError(failed)
    finally:
        for task in tasks:
            task.cancel()
        while any(not task.done() for task in tasks):
            await asyncio.wait(tasks)
    return page
