"""Asks only for send, which a plain generator has, too.

caught by: test_only_coroutines_are_jobs
says: A plain generator is no coroutine
says: refuse it with a TypeError
"""

import types
from collections import deque


@types.coroutine
def pause():
    yield


def run_all(jobs):
    if not all(hasattr(job, "send") for job in jobs):
        raise TypeError("a job needs a send method")
    results = [None] * len(jobs)
    ready = deque(enumerate(jobs))
    try:
        while ready:
            place, job = ready.popleft()
            try:
                job.send(None)
                ready.append((place, job))
            except StopIteration as end:
                results[place] = end.value
    finally:
        for job in jobs:
            job.close()
    return results
