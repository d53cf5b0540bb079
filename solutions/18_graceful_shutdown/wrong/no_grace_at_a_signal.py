"""Thinks that a signal leaves no time: serve stops with a grace of nothing.

caught by: test_a_signal_stops_the_process_well
says: With a grace of 1 s the first should be done
"""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from job_summary import ShuttingDown, Summary

Job = Callable[[], Awaitable[Any]]


class JobServer:
    def __init__(self, workers: int = 2) -> None:
        self._queue: asyncio.Queue[tuple[Job, asyncio.Future[Any]] | None] = asyncio.Queue()
        self._workers = workers
        self._tasks: list[asyncio.Task[None]] = []
        self._stopping = False
        self._ended = asyncio.Event()
        self._done = self._cancelled = self._rejected = 0

    async def run(self) -> None:
        try:
            async with asyncio.TaskGroup() as group:
                self._tasks = [group.create_task(self._work()) for _ in range(self._workers)]
        finally:
            self._stopping = True
            self._reject_waiting()
            self._ended.set()

    def submit(self, job: Job) -> asyncio.Future[Any]:
        if self._stopping:
            raise ShuttingDown
        future = asyncio.get_running_loop().create_future()
        self._queue.put_nowait((job, future))
        return future

    async def stop(self, grace: float) -> Summary:
        if not self._stopping:
            self._stopping = True
            self._reject_waiting()
            for _ in range(self._workers):
                self._queue.put_nowait(None)
            with suppress(TimeoutError):
                async with asyncio.timeout(grace):
                    await self._ended.wait()
            for worker in self._tasks:
                worker.cancel()
        await self._ended.wait()
        return Summary(done=self._done, cancelled=self._cancelled, rejected=self._rejected)

    async def _work(self) -> None:
        while (entry := await self._queue.get()) is not None:
            job, future = entry
            try:
                future.set_result(await job())
            except asyncio.CancelledError:
                self._cancelled += 1
                future.cancel()
                raise
            except Exception as error:
                future.set_exception(error)
            self._done += 1

    def _reject_waiting(self) -> None:
        while not self._queue.empty():
            if (entry := self._queue.get_nowait()) is not None:
                entry[1].set_exception(ShuttingDown())
                self._rejected += 1


async def serve(server: JobServer, grace: float) -> Summary:
    loop = asyncio.get_running_loop()
    signalled = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, signalled.set)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(server.run())
            await signalled.wait()
            return await server.stop(0)
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)
