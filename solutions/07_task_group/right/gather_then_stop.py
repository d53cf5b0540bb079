"""gather, and whatever happens the tasks are cancelled and awaited."""

import asyncio


class DashboardError(Exception):
    """There is no page."""

    def __init__(self, failed):
        super().__init__(", ".join(failed))
        self.failed = failed


async def dashboard(sources):
    tasks = {name: asyncio.create_task(source()) for name, source in sources.items()}
    try:
        texts = await asyncio.gather(*tasks.values())
    except Exception as error:
        await stop(tasks.values())
        failed = {name: task.exception() for name, task in tasks.items() if not task.cancelled() and task.exception()}
        raise DashboardError(failed) from error
    except asyncio.CancelledError:
        await stop(tasks.values())
        raise
    return dict(zip(tasks, texts, strict=True))


async def stop(tasks):
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
