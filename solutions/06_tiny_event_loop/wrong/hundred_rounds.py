"""Goes round a fixed number of times and takes that for the end.

caught by: test_jobs_of_any_length_come_to_their_end
says: never came to its end
says: until no job is left
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
    ended = set()
    try:
        for _ in range(100):
            for place, job in enumerate(jobs):
                if place in ended:
                    continue
                try:
                    job.send(None)
                except StopIteration as end:
                    results[place] = end.value
                    ended.add(place)
    finally:
        for job in jobs:
            job.close()
    return results
