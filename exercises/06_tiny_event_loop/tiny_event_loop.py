"""A greenhouse with a very small computer: jobs take turns, and there is no asyncio on it.

A job is a coroutine. It does one step of its work, says ``await pause()``, and goes on when its turn comes again.
All that is missing is somebody to give the turns: ``run_all``, an event loop of your own. It does not import asyncio.

Check it: pytest exercises/06
"""

import types
from collections.abc import Coroutine, Generator
from typing import Any

Job = Coroutine[None, None, Any]


@types.coroutine
def pause() -> Generator[None, None, None]:
    """Let the others have a turn: ``await pause()``. The yield goes up to whoever called ``send`` of the job."""
    yield


def run_all(jobs: list[Job]) -> list[Any]:
    """Run the jobs in turns until all have ended, and return their results in the order of the list.

    In each round every job that has not ended takes one step, in the order of the list. No jobs give an empty list.

    Raises:
        TypeError: something in the list is not a coroutine. Then no job has taken a step.
        Exception: what the first job to fail raised. Then every other job has been closed, without one more step.
    """
    raise NotImplementedError
