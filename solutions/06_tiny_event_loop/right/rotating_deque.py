"""A deque of numbers that turns by one place after each step."""

import types
from collections import deque
from collections.abc import Coroutine


@types.coroutine
def pause():
    yield


def run_all(jobs):
    if not all(isinstance(job, Coroutine) for job in jobs):
        raise TypeError("coroutines only")
    results = {}
    numbers = deque(range(len(jobs)))
    while numbers:
        number = numbers[0]
        try:
            jobs[number].send(None)
            numbers.rotate(-1)
        except StopIteration as end:
            results[number] = end.value
            numbers.popleft()
        except BaseException:
            for job in jobs:
                job.close()
            raise
    return [results[number] for number in range(len(jobs))]
