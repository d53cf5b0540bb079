"""A greenhouse with a very small computer: an event loop in a dozen lines."""

import inspect
import types
from collections import deque
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
    for job in jobs:
        if not inspect.iscoroutine(job):
            raise TypeError(f"a job must be a coroutine, and this is not: {job!r}")
    results: list[Any] = [None] * len(jobs)
    ready = deque(enumerate(jobs))
    try:
        while ready:
            place, job = ready.popleft()
            try:
                job.send(None)
            except StopIteration as end:
                results[place] = end.value
            else:
                ready.append((place, job))
    finally:
        for job in jobs:
            job.close()
    return results
