"""A class for the loop and one for its tasks, as in asyncio."""

import types
from collections import deque
from inspect import iscoroutine


@types.coroutine
def pause():
    yield


class Task:
    def __init__(self, job):
        self.job = job
        self.done = False
        self.result = None

    def step(self):
        try:
            self.job.send(None)
        except StopIteration as end:
            self.done, self.result = True, end.value


class Loop:
    def __init__(self, tasks):
        self.ready = deque(tasks)

    def run(self):
        while self.ready:
            task = self.ready.popleft()
            task.step()
            if not task.done:
                self.ready.append(task)


def run_all(jobs):
    if not all(iscoroutine(job) for job in jobs):
        raise TypeError("run_all takes coroutines")
    tasks = [Task(job) for job in jobs]
    try:
        Loop(tasks).run()
    except BaseException:
        for task in tasks:
            task.job.close()
        raise
    return [task.result for task in tasks]
