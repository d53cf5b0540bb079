"""A job gets a task as soon as a place is free. An ordinary signal handler wakes the loop as another thread would."""

import asyncio
import signal

from job_summary import ShuttingDown, Summary


class JobServer:
    def __init__(self, workers=2):
        self._places = asyncio.Semaphore(workers)
        self._queue = asyncio.Queue()
        self._open = True
        self._handing_out = None
        self._at_work = set()
        self._over = asyncio.Event()
        self._ends = []

    def submit(self, job):
        if not self._open:
            raise ShuttingDown()
        future = asyncio.get_running_loop().create_future()
        self._queue.put_nowait((job, future))
        return future

    async def run(self):
        try:
            async with asyncio.TaskGroup() as group:
                self._handing_out = group.create_task(self._hand_out(group))
        finally:
            self._close()
            self._over.set()

    async def _hand_out(self, group):
        while True:
            await self._places.acquire()
            job, future = await self._queue.get()
            task = group.create_task(self._do(job, future))
            self._at_work.add(task)
            task.add_done_callback(lambda task, future=future: self._did(task, future))

    async def _do(self, job, future):
        if not self._open:
            self._reject(future)
            return
        try:
            result = await job()
        except Exception as error:
            self._ends.append("done")
            future.set_exception(error)
        else:
            self._ends.append("done")
            future.set_result(result)

    def _did(self, task, future):
        self._at_work.discard(task)
        self._places.release()
        if not future.done():
            self._ends.append("cancelled")
            future.cancel()

    def _reject(self, future):
        self._ends.append("rejected")
        future.set_exception(ShuttingDown())

    def _close(self):
        self._open = False
        while not self._queue.empty():
            self._reject(self._queue.get_nowait()[1])

    async def stop(self, grace):
        if self._open:
            self._close()
            self._handing_out.cancel()
            try:
                async with asyncio.timeout(grace):
                    await self._over.wait()
            except TimeoutError:
                for task in self._at_work:
                    task.cancel()
        await self._over.wait()
        return Summary(*map(self._ends.count, ("done", "cancelled", "rejected")))


async def serve(server: JobServer, grace: float) -> Summary:
    loop, signalled = asyncio.get_running_loop(), asyncio.Event()

    def heard(*_):
        loop.call_soon_threadsafe(signalled.set)

    before = {number: signal.signal(number, heard) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        running = asyncio.create_task(server.run())
        await signalled.wait()
        summary = await server.stop(grace)
        await running
        return summary
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
