"""run hands out the jobs itself, as tasks; stop runs once, as a task that every caller waits for."""

import asyncio
import signal

from job_summary import ShuttingDown, Summary


class JobServer:
    def __init__(self, workers=2):
        self.free = workers
        self.waiting = []
        self.at_work = {}
        self.change = asyncio.Event()
        self.closed = False
        self.shutdown = None
        self.over = asyncio.Event()
        self.done = self.cancelled = self.rejected = 0

    def submit(self, job):
        if self.closed:
            raise ShuttingDown("too late")
        future = asyncio.get_running_loop().create_future()
        self.waiting.append((job, future))
        self.change.set()
        return future

    async def run(self):
        try:
            while not self.closed or self.at_work:
                while self.waiting and len(self.at_work) < self.free:
                    job, future = self.waiting.pop(0)
                    task = asyncio.ensure_future(job())
                    self.at_work[task] = future
                    task.add_done_callback(self.ended)
                self.change.clear()
                await self.change.wait()
        finally:
            self.close()
            tasks = list(self.at_work)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self.over.set()

    def ended(self, task):
        future = self.at_work.pop(task)
        if task.cancelled():
            self.cancelled += 1
            future.cancel()
        else:
            self.done += 1
            if error := task.exception():
                future.set_exception(error)
            else:
                future.set_result(task.result())
        self.change.set()

    def close(self):
        self.closed = True
        self.change.set()
        for _, future in self.waiting:
            future.set_exception(ShuttingDown("it never began"))
        self.rejected += len(self.waiting)
        self.waiting.clear()

    async def stop(self, grace):
        if self.shutdown is None:
            self.shutdown = asyncio.create_task(self.wind_down(grace))
        return await asyncio.shield(self.shutdown)

    async def wind_down(self, grace):
        self.close()
        try:
            await asyncio.wait_for(self.over.wait(), grace)
        except TimeoutError:
            for task in list(self.at_work):
                task.cancel()
            await self.over.wait()
        return Summary(done=self.done, cancelled=self.cancelled, rejected=self.rejected)


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
