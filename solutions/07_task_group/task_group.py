"""The screen in the lobby of a hotel, all sources asked in one task group."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

Source = Callable[[], Coroutine[Any, Any, str]]


class DashboardError(Exception):
    """There is no page. ``failed`` says why: for each source that failed, its name and the exception it raised."""

    def __init__(self, failed: dict[str, Exception]) -> None:
        super().__init__(", ".join(failed))
        self.failed = failed


async def dashboard(sources: dict[str, Source]) -> dict[str, str]:
    """Ask all sources at the same time and return their texts by name.

    As soon as a source raises an Exception, stop the others, wait until they have stopped, and raise DashboardError.
    Sources that fail at the same moment are all in ``failed``; a source that was stopped is not.
    When the caller is cancelled, stop the sources, wait until they have stopped, and let CancelledError go on.
    """
    failed: dict[str, Exception] = {}

    async def ask(name: str, source: Source) -> str:
        try:
            return await source()
        except Exception as error:
            failed[name] = error
            raise

    try:
        async with asyncio.TaskGroup() as group:
            tasks = {name: group.create_task(ask(name, source)) for name, source in sources.items()}
    except* Exception as errors:
        raise DashboardError(failed) from errors
    return {name: task.result() for name, task in tasks.items()}
