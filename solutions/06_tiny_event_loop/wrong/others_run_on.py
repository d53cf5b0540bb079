"""Keeps the exception until the other jobs have come to their end.

caught by: test_a_failure_closes_the_other_jobs
says: no other job takes a step
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
    failures = []
    ready = deque(enumerate(jobs))
    while ready:
        place, job = ready.popleft()
        try:
            job.send(None)
            ready.append((place, job))
        except StopIteration as end:
            results[place] = end.value
        except Exception as error:
            failures.append(error)
    if failures:
        raise failures[0]
    return results
