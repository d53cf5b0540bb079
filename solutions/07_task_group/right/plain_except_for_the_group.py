"""An ExceptionGroup is an Exception: caught as one, and its errors looked up by what raised them."""

import asyncio


class DashboardError(Exception):
    """There is no page."""

    def __init__(self, failed):
        super().__init__(", ".join(failed))
        self.failed = failed


async def dashboard(sources):
    page, raised_by = {}, {}

    async def ask(name):
        try:
            page[name] = await sources[name]()
        except Exception as error:
            raised_by[id(error)] = name
            raise

    try:
        async with asyncio.TaskGroup() as group:
            for name in sources:
                group.create_task(ask(name))
    except ExceptionGroup as errors:
        raise DashboardError({raised_by[id(error)]: error for error in errors.exceptions}) from errors
    return page
