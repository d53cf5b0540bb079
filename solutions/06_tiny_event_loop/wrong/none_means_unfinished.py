"""Takes None in the results for a job that has not ended.

caught by: test_results_keep_the_order_of_the_jobs
says: cannot reuse already awaited coroutine
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
        while None in results:
            for place, job in enumerate(jobs):
                if results[place] is None:
                    try:
                        job.send(None)
                    except StopIteration as end:
                        results[place] = end.value
    finally:
        for job in jobs:
            job.close()
    return results
