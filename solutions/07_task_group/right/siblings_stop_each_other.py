"""The child that fails first cancels its siblings itself."""

import asyncio


class DashboardError(Exception):
    """There is no page."""

    def __init__(self, failed):
        super().__init__(", ".join(failed))
        self.failed = failed


async def dashboard(sources):
    page, failed, tasks = {}, {}, []

    async def ask(name, source):
        try:
            page[name] = await source()
        except Exception as error:
            failed[name] = error
            stop(task for task in tasks if task is not asyncio.current_task())

    tasks += [asyncio.create_task(ask(*item)) for item in sources.items()]
    try:
        await asyncio.wait(tasks)
    finally:
        stop(tasks)
        await asyncio.gather(*tasks, return_exceptions=True)
    if failed:
        raise DashboardError(failed)
    return page


def stop(tasks):
    for task in tasks:
        task.cancel()
