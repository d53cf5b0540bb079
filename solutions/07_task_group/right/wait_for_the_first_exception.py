"""asyncio.wait up to the first exception; the rest is stopped in finally."""

import asyncio


class DashboardError(Exception):
    """There is no page."""

    def __init__(self, failed):
        super().__init__(", ".join(failed))
        self.failed = failed


async def dashboard(sources):
    tasks = {asyncio.create_task(source()): name for name, source in sources.items()}
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    if failed := {tasks[task]: task.exception() for task in done if task.exception()}:
        raise DashboardError(failed)
    return {name: task.result() for task, name in tasks.items()}
