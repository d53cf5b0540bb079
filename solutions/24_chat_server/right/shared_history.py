"""One history for all, and a Condition: each client has a place in it, and a task that catches up."""

import asyncio
from contextlib import suppress

BEHIND = 180


class ChatServer:
    def __init__(self):
        self.news = asyncio.Condition()
        self.history = {}
        self.count = 0
        self.room = {}
        self.tasks = set()

    async def start(self, host, port):
        self.server = await asyncio.start_server(self.connected, host, port)
        return self

    @property
    def port(self):
        return self.server.sockets[0].getsockname()[1]

    @property
    def clients(self):
        return list(self.room)

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        await self.close()

    async def close(self):
        self.server.close()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.server.wait_closed()

    async def connected(self, reader, writer):
        task = asyncio.current_task()
        self.tasks.add(task)
        try:
            await self.stay(reader, writer)
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            self.tasks.discard(task)
            writer.transport.abort()

    async def say(self, speaker, listener, text):
        self.history[self.count] = (speaker, listener, text)
        self.count += 1
        self.history.pop(self.count - 2 * BEHIND, None)
        for name, (place, writer) in list(self.room.items()):
            if self.count - place > BEHIND:
                del self.room[name]
                writer.transport.abort()
        async with self.news:
            self.news.notify_all()

    async def follow(self, name, writer):
        place, mine = self.room[name][0], True
        with suppress(OSError, KeyError):
            while mine:
                async with self.news:
                    await self.news.wait_for(lambda place=place: self.count > place)
                while place < self.count:
                    speaker, listener, text = self.history[place]
                    if listener == name or (listener is None and speaker != name):
                        writer.write(f"{text}\n".encode())
                        await writer.drain()
                    place += 1
                    mine = self.room.get(name, (0, None))[1] is writer
                    if mine:
                        self.room[name] = (place, writer)

    async def stay(self, reader, writer):
        if not (name := await reader.readline()).endswith(b"\n"):
            return
        name = name.decode().strip()
        self.room[name] = (self.count, writer)
        following = asyncio.create_task(self.follow(name, writer))
        try:
            await self.say(name, name, f"welcome {name}")
            while (line := await reader.readline()).endswith(b"\n"):
                text = line[:-1].decode()
                if text == "/quit":
                    break
                if text == "/who":
                    await self.say(name, name, "here: " + " ".join(self.room))
                else:
                    await self.say(name, None, f"{name}: {text}")
        finally:
            if self.room.get(name, (0, None))[1] is writer:
                del self.room[name]
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)


async def serve(host, port):
    return await ChatServer().start(host, port)
