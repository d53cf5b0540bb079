"""A task group for each connection, one task that reads and one that writes within a second."""

import asyncio
from collections import deque


class Left(Exception):
    pass


class ChatServer:
    def __init__(self):
        self.boxes, self.started, self.tasks = {}, {}, []

    async def start(self, host, port):
        self.server = await asyncio.start_server(self.connected, host, port)
        return self

    @property
    def port(self):
        return self.server.sockets[0].getsockname()[1]

    @property
    def clients(self):
        return [name for name, _, _ in self.boxes.values()]

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        await self.close()

    async def close(self):
        self.server.close()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    def connected(self, reader, writer):
        self.tasks.append(asyncio.create_task(self.both(reader, writer)))

    async def both(self, reader, writer):
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self.read(reader, writer))
                group.create_task(self.write(writer))
        except* (Left, OSError):
            pass
        finally:
            self.boxes.pop(writer, None)
            writer.transport.abort()
            self.tasks.remove(asyncio.current_task())

    async def line(self, reader):
        line = await reader.readline()
        if not line.endswith(b"\n"):
            raise Left
        return line.decode(errors="replace")[:-1]

    async def read(self, reader, writer):
        name = await self.line(reader)
        box, filled = deque([f"welcome {name}"]), asyncio.Event()
        filled.set()
        self.boxes[writer] = (name, box, filled)
        self.started[writer].set()
        while (line := await self.line(reader)) != "/quit":
            for other, (_, box, filled) in self.boxes.items():
                if line == "/who" and other is writer:
                    box.append("here: " + " ".join(self.clients))
                    filled.set()
                elif line != "/who" and other is not writer:
                    box.append(f"{name}: {line}")
                    filled.set()
        raise Left

    async def write(self, writer):
        begun = self.started.setdefault(writer, asyncio.Event())
        try:
            await begun.wait()
            _, box, filled = self.boxes[writer]
            while True:
                await filled.wait()
                filled.clear()
                while box:
                    writer.write(box.popleft().encode() + b"\n")
                    try:
                        await asyncio.wait_for(writer.drain(), 1)
                    except TimeoutError:
                        raise Left from None
        finally:
            del self.started[writer]


async def serve(host, port):
    return await ChatServer().start(host, port)
