"""One call does one round and calls itself for the next."""

import types
from types import CoroutineType


@types.coroutine
def pause():
    yield


def run_all(jobs):
    if any(type(job) is not CoroutineType for job in jobs):
        raise TypeError("not a coroutine")
    results = {}
    try:
        go_round(list(enumerate(jobs)), results)
    finally:
        for job in jobs:
            job.close()
    return tuple(results[place] for place in range(len(jobs)))


def go_round(unfinished, results):
    if unfinished:
        go_round([numbered for numbered in unfinished if step(*numbered, results)], results)


def step(place, job, results):
    try:
        job.send(None)
    except StopIteration as end:
        results[place] = end.value
        return False
    return True
