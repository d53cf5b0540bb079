"""No workers at all: a task for each job, which waits for its place before it begins."""

import asyncio
import signal

from job_summary import ShuttingDown, Summary


class JobServer:
    def __init__(self, workers=2):
        self.places = asyncio.Semaphore(workers)
        self.opened, self.closing, self.ended = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self.waiting, self.at_work = {}, set()
        self.done = self.cancelled = self.rejected = 0

    async def run(self):
        self.opened.set()
        try:
            await self.closing.wait()
            await self.ended.wait()
        except asyncio.CancelledError:
            self.close()
            await self.cancel_all()
            raise

    def submit(self, job):
        if self.closing.is_set():
            raise ShuttingDown
        future = asyncio.get_running_loop().create_future()
        task = asyncio.create_task(self.one(job, future))
        self.waiting[task] = future
        return future

    async def one(self, job, future):
        task = asyncio.current_task()
        await self.opened.wait()
        async with self.places:
            if self.waiting.pop(task, None) is None:
                return
            self.at_work.add(task)
            try:
                result = await job()
            except Exception as error:
                self.done += 1
                future.set_exception(error)
            except asyncio.CancelledError:
                self.cancelled += 1
                future.cancel()
            else:
                self.done += 1
                future.set_result(result)
            finally:
                self.at_work.discard(task)

    def close(self):
        self.closing.set()
        self.turned_away = list(self.waiting)
        for task, future in self.waiting.items():
            task.cancel()
            future.set_exception(ShuttingDown())
            self.rejected += 1
        self.waiting.clear()

    async def cancel_all(self):
        for task in self.at_work:
            task.cancel()
        await asyncio.gather(*self.at_work, *self.turned_away, return_exceptions=True)
        self.ended.set()

    async def stop(self, grace):
        if not self.closing.is_set():
            self.close()
            if self.at_work:
                await asyncio.wait(set(self.at_work), timeout=grace)
            await self.cancel_all()
        await self.ended.wait()
        return Summary(self.done, self.cancelled, self.rejected)


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
