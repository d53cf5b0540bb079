"""The end is an exception that ends the task group, raised by a task in it when the grace is over."""

import asyncio
import signal
from collections import deque
from contextlib import suppress

from job_summary import ShuttingDown, Summary


class GraceIsOver(Exception):
    pass


class JobServer:
    def __init__(self, workers=2):
        self.workers = workers
        self.waiting = deque()
        self.news = asyncio.Event()
        self.stopping = None
        self.running = None
        self.numbers = [0, 0, 0]

    async def run(self):
        self.running = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.TaskGroup() as group:
                self.group = group
                self.crew = [group.create_task(self.work()) for _ in range(self.workers)]
        except* GraceIsOver:
            pass
        finally:
            self.turn_away()
            self.running.set_result(None)

    def submit(self, job):
        if self.stopping or (self.running and self.running.done()):
            raise ShuttingDown
        future = asyncio.get_running_loop().create_future()
        self.waiting.append((job, future))
        self.news.set()
        return future

    async def work(self):
        while True:
            while not self.waiting:
                if self.stopping:
                    return
                self.news.clear()
                await self.news.wait()
            job, future = self.waiting.popleft()
            try:
                future.set_result(await job())
                self.numbers[0] += 1
            except Exception as error:
                future.set_exception(error)
                self.numbers[0] += 1
            finally:
                if not future.done():
                    future.cancel()
                    self.numbers[1] += 1

    def turn_away(self):
        while self.waiting:
            self.waiting.popleft()[1].set_exception(ShuttingDown())
            self.numbers[2] += 1

    async def stop(self, grace):
        if not self.stopping:
            self.stopping = True
            self.turn_away()
            if not self.running.done():
                self.group.create_task(self.limit(grace))
        with suppress(asyncio.CancelledError):
            await asyncio.shield(self.running)
        return Summary(*self.numbers)

    async def limit(self, grace):
        self.news.set()
        _, late = await asyncio.wait(self.crew, timeout=grace)
        if late:
            raise GraceIsOver


async def serve(server: JobServer, grace: float) -> Summary:
    loop = asyncio.get_running_loop()
    signalled = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, signalled.set)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(server.run())
            await signalled.wait()
            return await server.stop(grace)
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)
