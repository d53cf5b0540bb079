"""Takes the end of one job for the end of all.

caught by: test_jobs_take_turns
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
    results = [None] * len(jobs)
    try:
        while True:
            for place, job in enumerate(jobs):
                results[place] = job.send(None)
    except StopIteration as end:
        results[place] = end.value
    finally:
        for job in jobs:
            job.close()
    return results
