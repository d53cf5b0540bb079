"""An ExitStack closes every job, however its block ends; a queue holds those that wait for their turn."""

import inspect
import types
from contextlib import ExitStack
from queue import SimpleQueue


@types.coroutine
def pause():
    yield


def run_all(jobs):
    if [job for job in jobs if not inspect.iscoroutine(job)]:
        raise TypeError("a job must be a coroutine")
    results = [None] * len(jobs)
    waiting = SimpleQueue()
    with ExitStack() as stack:
        for place, job in enumerate(jobs):
            stack.callback(job.close)
            waiting.put((place, job))
        while not waiting.empty():
            place, job = waiting.get()
            try:
                job.send(None)
            except StopIteration as end:
                results[place] = end.value
                continue
            waiting.put((place, job))
    return results
