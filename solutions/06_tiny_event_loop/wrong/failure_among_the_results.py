"""Puts the exception among the results, where nobody has to look at it.

caught by: test_a_failure_closes_the_other_jobs
says: should reach the caller of run_all
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
    while ready:
        place, job = ready.popleft()
        try:
            job.send(None)
            ready.append((place, job))
        except StopIteration as end:
            results[place] = end.value
        except Exception as error:
            results[place] = error
    return results
