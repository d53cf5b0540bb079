"""A shop sends its letters in the background."""

import asyncio
from collections.abc import Coroutine
from typing import Any


class Background:
    """A set that holds every task until it is done, and a list of the errors nobody has asked for yet."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._errors: list[BaseException] = []

    def spawn(self, coro: Coroutine[Any, Any, Any], *, name: str | None = None) -> asyncio.Task[Any]:
        """The set keeps the task alive; the callback runs when it is done, whatever its end was."""
        task = asyncio.create_task(coro, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._errors.append(error)

    @property
    def pending(self) -> int:
        """Done tasks are not in the set any more."""
        return len(self._tasks)

    async def drain(self) -> list[BaseException]:
        """asyncio.wait does not cancel what it waits for; the loop sees what was spawned meanwhile."""
        while self._tasks:
            await asyncio.wait(self._tasks)
        errors, self._errors = self._errors, []
        return errors
