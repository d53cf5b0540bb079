"""Looks at each job only when its first turn comes.

caught by: test_only_coroutines_are_jobs
says: Look at the whole list before the first step
"""

import inspect
import types
from collections import deque


@types.coroutine
def pause():
    yield


def run_all(jobs):
    results = [None] * len(jobs)
    ready = deque(enumerate(jobs))
    try:
        while ready:
            place, job = ready.popleft()
            if not inspect.iscoroutine(job):
                raise TypeError(f"not a coroutine: {job!r}")
            try:
                job.send(None)
                ready.append((place, job))
            except StopIteration as end:
                results[place] = end.value
    finally:
        for job in jobs:
            if inspect.iscoroutine(job):
                job.close()
    return results
