"""Lets the exception out and forgets the jobs that are still open.

caught by: test_a_failure_closes_the_other_jobs
says: no job may be left open
"""

import inspect
import types


@types.coroutine
def pause():
    yield


def run_all(jobs):
    if not all(inspect.iscoroutine(job) for job in jobs):
        raise TypeError("coroutines only")
    results = [None] * len(jobs)
    unfinished = dict(enumerate(jobs))
    while unfinished:
        for place, job in list(unfinished.items()):
            try:
                job.send(None)
            except StopIteration as end:
                results[place] = end.value
                del unfinished[place]
    return results
