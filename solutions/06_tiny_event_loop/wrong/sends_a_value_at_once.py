"""Sends a value into a coroutine that has not started.

caught by: test_jobs_take_turns
says: can't send non-None value to a just-started coroutine
says: The first send starts the coroutine
"""

import inspect
import types
from collections import deque


@types.coroutine
def pause():
    yield


def run_all(jobs):
    if not all(inspect.iscoroutine(job) for job in jobs):
        raise TypeError("coroutines only")
    results = [None] * len(jobs)
    ready = deque(enumerate(jobs))
    try:
        while ready:
            place, job = ready.popleft()
            try:
                job.send("go")
                ready.append((place, job))
            except StopIteration as end:
                results[place] = end.value
    finally:
        for job in jobs:
            job.close()
    return results
