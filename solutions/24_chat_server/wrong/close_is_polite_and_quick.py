"""Closes every connection politely and returns: to somebody who never reads, the rest is being sent for ever.

caught by: test_close_hangs_up_on_everybody
says: Sam is still connected
"""

import asyncio
from contextlib import suppress

PATIENCE = 150


class Guest:
    def __init__(self, name: str, writer: asyncio.StreamWriter) -> None:
        self.name = name
        self.writer = writer
        self.mailbox: asyncio.Queue[str] = asyncio.Queue(PATIENCE)

    async def deliver(self) -> None:
        with suppress(OSError):
            while True:
                line = await self.mailbox.get()
                self.writer.write(f"{line}\n".encode())
                await self.writer.drain()


class ChatServer:
    def __init__(self) -> None:
        self._room: dict[str, Guest] = {}
        self._connections: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self._server: asyncio.Server | None = None
        self._closed = False

    async def listen(self, host: str, port: int) -> None:
        self._server = await asyncio.start_server(self._connected, host, port)
        self._port: int = self._server.sockets[0].getsockname()[1]

    @property
    def port(self) -> int:
        return self._port

    @property
    def clients(self) -> list[str]:
        return list(self._room)

    async def close(self) -> None:
        if self._server is None:
            return
        self._closed = True
        self._server.close()
        for writer in self._connections.values():
            writer.close()
        tasks = list(self._connections)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def __aenter__(self) -> "ChatServer":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._closed:
            writer.transport.abort()
            return
        task = asyncio.create_task(self._stay(reader, writer))
        self._connections[task] = writer
        task.add_done_callback(self._connections.pop)

    async def _stay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            try:
                if (name := await _next_line(reader)) is not None:
                    await self._join(Guest(name, writer), reader)
            finally:
                writer.close()

    async def _join(self, guest: Guest, reader: asyncio.StreamReader) -> None:
        delivering = asyncio.create_task(guest.deliver())
        self._room[guest.name] = guest
        try:
            self._tell(guest, f"welcome {guest.name}")
            while (line := await _next_line(reader)) not in (None, "/quit"):
                if line == "/who":
                    self._tell(guest, f"here: {' '.join(self._room)}")
                    continue
                for other in list(self._room.values()):
                    if other is not guest:
                        self._tell(other, f"{guest.name}: {line}")
                await asyncio.sleep(0)
        finally:
            self._forget(guest)
            delivering.cancel()
            await asyncio.gather(delivering, return_exceptions=True)

    def _tell(self, guest: Guest, line: str) -> None:
        try:
            guest.mailbox.put_nowait(line)
        except asyncio.QueueFull:
            self._forget(guest)
            guest.writer.transport.abort()

    def _forget(self, guest: Guest) -> None:
        if self._room.get(guest.name) is guest:
            del self._room[guest.name]


async def _next_line(reader: asyncio.StreamReader) -> str | None:
    line = await reader.readline()
    return line[:-1].decode(errors="replace") if line.endswith(b"\n") else None


async def serve(host: str, port: int) -> ChatServer:
    server = ChatServer()
    await server.listen(host, port)
    return server
