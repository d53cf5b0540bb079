"""A condition instead of a queue, and a signal handler that starts the shutdown itself."""

import asyncio
import signal
from collections import deque

from job_summary import ShuttingDown, Summary


class JobServer:
    def __init__(self, workers=2):
        self.waiting = deque()
        self.news = asyncio.Condition()
        self.crew = [asyncio.create_task(self.work()) for _ in range(workers)]
        self.gate = asyncio.Event()
        self.idle = set(self.crew)
        self.stopped = None
        self.done, self.cancelled, self.rejected = [], [], []

    async def run(self):
        self.gate.set()
        try:
            await asyncio.wait(self.crew)
        except asyncio.CancelledError:
            await self.end(now=True)
            raise

    def submit(self, job):
        if self.stopped:
            raise ShuttingDown("the studio closes")
        future = asyncio.get_running_loop().create_future()
        self.waiting.append((job, future))
        # The lock of a condition needs an await, and submit is a plain function.
        self.bell = asyncio.create_task(self.ring())
        return future

    async def ring(self):
        async with self.news:
            self.news.notify_all()

    async def work(self):
        await self.gate.wait()
        me = asyncio.current_task()
        while True:
            async with self.news:
                await self.news.wait_for(lambda: self.waiting or self.stopped)
            if self.stopped:
                return
            if not self.waiting:
                continue
            job, future = self.waiting.popleft()
            self.idle.discard(me)
            try:
                future.set_result(await job())
                self.done.append(job)
            except asyncio.CancelledError:
                future.cancel()
                self.cancelled.append(job)
                raise
            except Exception as error:
                future.set_exception(error)
                self.done.append(job)
            finally:
                self.idle.add(me)

    async def end(self, now):
        self.stopped = self.stopped or asyncio.get_running_loop().create_future()
        while self.waiting:
            job, future = self.waiting.popleft()
            future.set_exception(ShuttingDown("the studio closes"))
            self.rejected.append(job)
        for worker in self.crew if now else self.idle:
            worker.cancel()
        await asyncio.wait(self.crew)
        if not self.stopped.done():
            self.stopped.set_result(Summary(len(self.done), len(self.cancelled), len(self.rejected)))

    async def stop(self, grace):
        if not self.stopped:
            ending = asyncio.create_task(self.end(now=False))
            await asyncio.wait([ending], timeout=grace)
            for worker in self.crew:
                worker.cancel()
            await ending
        return await asyncio.shield(self.stopped)


async def serve(server: JobServer, grace: float) -> Summary:
    stops = []

    def heard():
        stops.append(asyncio.create_task(server.stop(grace)))

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, heard)
    await server.run()
    summaries = await asyncio.gather(*stops)
    return summaries[0]
