"""Writes without drain: what a client does not take grows for ever.

caught by: test_a_client_that_does_not_read_holds_up_nobody
says: Whoever is that far behind is dropped
"""

import asyncio
from contextlib import suppress

PATIENCE = 150


class Guest:
    def __init__(self, name: str, writer: asyncio.StreamWriter) -> None:
        self.name = name
        self.writer = writer


class ChatServer:
    def __init__(self) -> None:
        self._room: dict[str, Guest] = {}
        self._connections: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self._server: asyncio.Server | None = None

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
        self._server.close()
        for writer in self._connections.values():
            writer.transport.abort()
        await asyncio.gather(*self._connections, return_exceptions=True)
        await self._server.wait_closed()

    async def __aenter__(self) -> "ChatServer":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
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
                await writer.wait_closed()

    async def _join(self, guest: Guest, reader: asyncio.StreamReader) -> None:
        self._room[guest.name] = guest
        try:
            await self._tell(guest, f"welcome {guest.name}")
            while (line := await _next_line(reader)) not in (None, "/quit"):
                if line == "/who":
                    await self._tell(guest, f"here: {' '.join(self._room)}")
                    continue
                for other in list(self._room.values()):
                    if other is not guest:
                        await self._tell(other, f"{guest.name}: {line}")
        finally:
            self._forget(guest)

    async def _tell(self, guest: Guest, line: str) -> None:
        guest.writer.write(f"{line}\n".encode())

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
