"""A new list of unfinished jobs for each round."""

import inspect
import types


@types.coroutine
def pause():
    yield


def run_all(jobs):
    for job in jobs:
        if not inspect.iscoroutine(job):
            raise TypeError(f"{job!r} is not a coroutine")
    results = [None] * len(jobs)
    unfinished = list(enumerate(jobs))
    try:
        while unfinished:
            still_unfinished = []
            for place, job in unfinished:
                try:
                    job.send(None)
                    still_unfinished.append((place, job))
                except StopIteration as end:
                    results[place] = end.value
            unfinished = still_unfinished
    except Exception:
        for _, job in unfinished:
            job.close()
        raise
    return results
