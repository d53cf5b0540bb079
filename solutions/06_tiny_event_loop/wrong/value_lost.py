"""Believes that send returns what the coroutine returned.

caught by: test_results_keep_the_order_of_the_jobs
says: Every result is None
says: the StopIteration that ends it
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
    try:
        while unfinished:
            for place, job in list(unfinished.items()):
                try:
                    results[place] = job.send(None)
                except StopIteration:
                    del unfinished[place]
    finally:
        for job in jobs:
            job.close()
    return results
