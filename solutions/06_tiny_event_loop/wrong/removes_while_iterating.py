"""Removes an ended job from the very list it is walking along, which skips the next one.

caught by: test_jobs_of_any_length_come_to_their_end
says: must not cost the next one its turn
"""

import inspect
import types


@types.coroutine
def pause():
    yield


def run_all(jobs):
    if not all(inspect.iscoroutine(job) for job in jobs):
        raise TypeError("coroutines only")
    results = {}
    unfinished = list(jobs)
    try:
        while unfinished:
            for job in unfinished:
                try:
                    job.send(None)
                except StopIteration as end:
                    results[job] = end.value
                    unfinished.remove(job)
    finally:
        for job in jobs:
            job.close()
    return [results[job] for job in jobs]
