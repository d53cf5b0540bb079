"""A shop sends its letters in the background.

After each order the shop sends a letter by e-mail. The customer should not wait for that, so the letter is sent by a
*job*: a coroutine that runs beside everything else. In the evening, before the shop closes, somebody wants to know
which letters failed. `asyncio.create_task(coro)` alone seems to be enough for a start. Now and then a letter is lost.

Check it: pytest exercises/13
"""

import asyncio
from collections.abc import Coroutine
from typing import Any


class Background:
    """Runs jobs in the background: none is lost, and none fails unseen."""

    def __init__(self) -> None:
        raise NotImplementedError

    def spawn(self, coro: Coroutine[Any, Any, Any], *, name: str | None = None) -> asyncio.Task[Any]:
        """Start a job and return its task at once, with that name if there is one.

        The job lives until it is done, also if nobody keeps the task. Awaiting the task gives the job's result, or
        raises its error; who cancels the task cancels the job.
        """
        raise NotImplementedError

    @property
    def pending(self) -> int:
        """How many jobs are not done yet. A job that is done, has failed or was cancelled is forgotten."""
        raise NotImplementedError

    async def drain(self) -> list[BaseException]:
        """Wait until no job is pending, also for jobs spawned meanwhile, and return the errors of those that failed.

        Each error is returned by one drain only, the next one; the order is free. A cancelled job has not failed. When
        drain is cancelled, the jobs go on, and their errors are left for the next drain.
        """
        raise NotImplementedError
