"""The future is the job's own task, which waits for its turn; run only opens the door, and waits for the end."""

import asyncio
import signal

from job_summary import ShuttingDown, Summary


class JobServer:
    def __init__(self, workers: int = 2) -> None:
        self.free = workers
        self.turns: dict[asyncio.Future[None], None] = {}
        self.begun: set[asyncio.Task[object]] = set()
        self.all: list[asyncio.Task[object]] = []
        self.door = False
        self.closed: asyncio.Event = asyncio.Event()
        self.numbers = {"done": 0, "cancelled": 0, "rejected": 0}

    def submit(self, job):
        if self.closed.is_set():
            raise ShuttingDown
        turn = asyncio.get_running_loop().create_future()
        self.turns[turn] = None
        task = asyncio.create_task(self.one(job, turn))
        self.all.append(task)
        self.next()
        return task

    def next(self):
        while self.door and self.free and self.turns and not self.closed.is_set():
            turn = next(iter(self.turns))
            del self.turns[turn]
            self.free -= 1
            turn.set_result(None)

    async def one(self, job, turn):
        await turn
        if self.closed.is_set():
            self.numbers["rejected"] += 1
            raise ShuttingDown
        task = asyncio.current_task()
        self.begun.add(task)
        end = "cancelled"
        try:
            result = await job()
            end = "done"
            return result
        except Exception:
            end = "done"
            raise
        finally:
            self.numbers[end] += 1
            self.begun.discard(task)
            self.free += 1
            self.next()

    def close(self):
        self.closed.set()
        for turn in self.turns:
            turn.set_exception(ShuttingDown())
            self.numbers["rejected"] += 1
        self.turns.clear()

    async def run(self):
        self.door = True
        self.next()
        try:
            await self.closed.wait()
            await self.everybody()
        except asyncio.CancelledError:
            self.close()
            for task in self.begun:
                task.cancel()
            await self.everybody()
            raise

    async def everybody(self):
        if self.all:
            await asyncio.wait(self.all)

    async def stop(self, grace):
        if not self.closed.is_set():
            self.close()
            if self.all:
                _, late = await asyncio.wait(self.all, timeout=grace)
                for task in late:
                    task.cancel()
        await self.everybody()
        return Summary(**self.numbers)


async def serve(server: JobServer, grace: float) -> Summary:
    loop = asyncio.get_running_loop()
    heard = asyncio.Queue()
    loop.add_signal_handler(signal.SIGTERM, heard.put_nowait, "SIGTERM")
    loop.add_signal_handler(signal.SIGINT, heard.put_nowait, "SIGINT")
    running = asyncio.create_task(server.run())
    try:
        await heard.get()
        return await server.stop(grace)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        loop.remove_signal_handler(signal.SIGTERM)
        loop.remove_signal_handler(signal.SIGINT)
