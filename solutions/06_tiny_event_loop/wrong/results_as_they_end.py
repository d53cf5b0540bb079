"""Collects the results in the order in which the jobs end.

caught by: test_results_keep_the_order_of_the_jobs
says: in the order of the jobs
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
    results = []
    ready = deque(jobs)
    try:
        while ready:
            job = ready.popleft()
            try:
                job.send(None)
                ready.append(job)
            except StopIteration as end:
                results.append(end.value)
    finally:
        for job in jobs:
            job.close()
    return results
