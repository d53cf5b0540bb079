"""Believes that driving a coroutine means driving it to its end.

caught by: test_jobs_take_turns
says: did not take turns
says: give each job one step, then go to the next one
"""

import inspect
import types


@types.coroutine
def pause():
    yield


def run_all(jobs):
    if not all(inspect.iscoroutine(job) for job in jobs):
        raise TypeError("coroutines only")
    results = []
    try:
        for job in jobs:
            while True:
                try:
                    job.send(None)
                except StopIteration as end:
                    results.append(end.value)
                    break
    finally:
        for job in jobs:
            job.close()
    return results
