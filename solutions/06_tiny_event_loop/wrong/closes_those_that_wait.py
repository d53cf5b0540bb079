"""Closes the jobs in the queue, but not those that never had a turn.

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
    unfinished = []
    fresh = list(enumerate(jobs))
    while fresh or unfinished:
        turns, fresh, unfinished = fresh or unfinished, [], []
        for place, job in turns:
            try:
                job.send(None)
                unfinished.append((place, job))
            except StopIteration as end:
                results[place] = end.value
            except Exception:
                for _, waiting in unfinished:
                    waiting.close()
                raise
    return results
