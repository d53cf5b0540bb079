"""One task keeps the room: connections only report to it, in one queue of events."""

import asyncio
from contextlib import suppress


class ChatServer:
    def __init__(self):
        self.room, self.boxes, self.writers, self.tasks = {}, {}, {}, set()
        self.events = asyncio.Queue(100)

    async def start(self, host, port):
        self.server = await asyncio.start_server(self.connected, host, port)
        self.keeper = asyncio.create_task(self.keep())
        return self

    @property
    def port(self):
        return self.server.sockets[0].getsockname()[1]

    @property
    def clients(self):
        return list(self.room.values())

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        await self.close()

    async def close(self):
        self.server.close()
        for task in self.tasks:
            task.cancel()
        # The keeper goes on until the last of them has reported its end.
        await asyncio.gather(*self.tasks, return_exceptions=True)
        self.keeper.cancel()
        await asyncio.wait([self.keeper])
        self.room.clear()
        for writer in self.writers.values():
            writer.transport.abort()

    def start_task(self, coroutine):
        task = asyncio.create_task(coroutine)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    def connected(self, reader, writer):
        key = object()
        self.writers[key] = writer
        self.boxes[key] = asyncio.Queue(140)
        delivery = self.start_task(self.deliver(self.boxes[key], writer))
        self.start_task(self.report(key, reader, delivery))

    async def report(self, key, reader, delivery):
        try:
            with suppress(ConnectionError):
                while (line := await reader.readline())[-1:] == b"\n":
                    await self.events.put((key, line.decode().rstrip("\n")))
                    if line == b"/quit\n":
                        break
        finally:
            delivery.cancel()
            await asyncio.wait([delivery])
            await self.events.put((key, None))

    async def deliver(self, box, writer):
        with suppress(ConnectionError):
            while True:
                writer.write(await box.get())
                await writer.drain()

    async def keep(self):
        while True:
            key, line = await self.events.get()
            if key not in self.writers:
                continue
            if line is None or line == "/quit":
                self.drop(key)
            elif key not in self.room:
                self.room[key] = line
                self.put(key, f"welcome {line}")
            elif line == "/who":
                self.put(key, "here: " + " ".join(self.clients))
            else:
                for other in [one for one in self.room if one is not key]:
                    self.put(other, f"{self.room[key]}: {line}")

    def put(self, key, line):
        try:
            self.boxes[key].put_nowait(line.encode() + b"\n")
        except asyncio.QueueFull:
            self.drop(key)

    def drop(self, key):
        self.room.pop(key, None)
        del self.boxes[key]
        self.writers.pop(key).transport.abort()


async def serve(host, port):
    return await ChatServer().start(host, port)
