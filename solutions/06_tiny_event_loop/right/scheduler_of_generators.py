"""A generator gives one round at a time, and a second one wraps each job."""

import types
from inspect import iscoroutine


@types.coroutine
def pause():
    yield


def turns_of(job, results, place):
    while True:
        try:
            yield job.send(None)
        except StopIteration as end:
            results[place] = end.value
            return


def rounds(turns):
    while turns:
        turns = [turn for turn in turns if next(turn, "ended") != "ended"]
        yield


def run_all(jobs):
    if not all(map(iscoroutine, jobs)):
        raise TypeError("run_all takes coroutines")
    results = [None] * len(jobs)
    try:
        for _ in rounds([turns_of(job, results, place) for place, job in enumerate(jobs)]):
            pass
    finally:
        for job in jobs:
            job.close()
    return results
