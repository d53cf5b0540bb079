"""Each worker waits for two things, a job or the end, and takes what comes first. One future collects the signal."""

import asyncio
import signal
from contextlib import suppress

from job_summary import ShuttingDown, Summary


class JobServer:
    def __init__(self, workers=2):
        self.workers = workers
        self.jobs = asyncio.Queue()
        self.closing = asyncio.Event()
        self.crew = []
        self.running = None
        self.counts = {"done": 0, "cancelled": 0, "rejected": 0}

    async def run(self):
        self.crew = [asyncio.create_task(self.worker()) for _ in range(self.workers)]
        self.running = asyncio.gather(*self.crew, return_exceptions=True)
        try:
            await asyncio.shield(self.running)
        except asyncio.CancelledError:
            self.close()
            for worker in self.crew:
                worker.cancel()
            await asyncio.wait(self.crew)
            raise

    def close(self):
        self.closing.set()
        while not self.jobs.empty():
            _, future = self.jobs.get_nowait()
            future.set_exception(ShuttingDown("the server is shutting down"))
            self.counts["rejected"] += 1

    def submit(self, job):
        if self.closing.is_set():
            raise ShuttingDown("the server is shutting down")
        future = asyncio.Future()
        self.jobs.put_nowait((job, future))
        return future

    async def worker(self):
        closing = asyncio.create_task(self.closing.wait())
        try:
            while not self.closing.is_set():
                getting = asyncio.create_task(self.jobs.get())
                try:
                    await asyncio.wait([getting, closing], return_when=asyncio.FIRST_COMPLETED)
                except asyncio.CancelledError:
                    if getting.done():
                        getting.result()[1].set_exception(ShuttingDown("the server is shutting down"))
                        self.counts["rejected"] += 1
                    raise
                finally:
                    getting.cancel()
                if getting.done():
                    await self.work(*getting.result())
        finally:
            closing.cancel()
            with suppress(asyncio.CancelledError):
                await closing

    async def work(self, job, future):
        try:
            result = await job()
        except Exception as error:
            future.set_exception(error)
        except BaseException:
            future.cancel()
            self.counts["cancelled"] += 1
            raise
        else:
            future.set_result(result)
        self.counts["done"] += 1

    async def stop(self, grace):
        if not self.closing.is_set():
            self.close()
            await asyncio.wait(self.crew, timeout=grace)
            for worker in self.crew:
                worker.cancel()
        await asyncio.wait(self.crew)
        return Summary(**self.counts)


async def serve(server, grace):
    loop = asyncio.get_running_loop()
    called = loop.create_future()

    def heard():
        if not called.done():
            called.set_result(None)

    loop.add_signal_handler(signal.SIGTERM, heard)
    loop.add_signal_handler(signal.SIGINT, heard)
    running = asyncio.create_task(server.run())
    await called
    summary = await server.stop(grace)
    await running
    return summary
