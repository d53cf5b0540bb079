"""The iterator behind ``await``: that one is driven with next."""

import types
from collections.abc import Coroutine


@types.coroutine
def pause():
    yield


def run_all(jobs):
    for job in jobs:
        if not isinstance(job, Coroutine):
            raise TypeError("not a coroutine")
    iterators = {place: job.__await__() for place, job in enumerate(jobs)}
    results = [None] * len(jobs)
    try:
        while iterators:
            for place, iterator in list(iterators.items()):
                try:
                    next(iterator)
                except StopIteration as end:
                    results[place] = end.value
                    del iterators[place]
    finally:
        for iterator in iterators.values():
            iterator.close()
    return results
