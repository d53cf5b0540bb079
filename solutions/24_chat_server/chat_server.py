"""A village chat: for each person a mailbox with a limit, and a task that empties it."""

import asyncio
from contextlib import suppress

PATIENCE = 150
"""Lines that are kept for somebody who does not take them."""


class Guest:
    """A person in the room, and what she has not been told yet."""

    def __init__(self, name: str, writer: asyncio.StreamWriter) -> None:
        self.name = name
        self.writer = writer
        self.mailbox: asyncio.Queue[str] = asyncio.Queue(PATIENCE)

    async def deliver(self) -> None:
        """Empty the mailbox, at the pace of whoever reads. It alone waits for this client."""
        with suppress(OSError):
            while True:
                line = await self.mailbox.get()
                self.writer.write(f"{line}\n".encode())
                await self.writer.drain()


class ChatServer:
    """A running server. ``async with`` closes it at the end."""

    def __init__(self) -> None:
        self._room: dict[str, Guest] = {}
        self._connections: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self._server: asyncio.Server | None = None
        self._closed = False

    async def listen(self, host: str, port: int) -> None:
        """Begin."""
        self._server = await asyncio.start_server(self._connected, host, port)
        self._port: int = self._server.sockets[0].getsockname()[1]

    @property
    def port(self) -> int:
        """The port on which it listens."""
        return self._port

    @property
    def clients(self) -> list[str]:
        """The names of the people in the room, in the order in which they joined."""
        return list(self._room)

    async def close(self) -> None:
        """Take nobody new, hang up on everybody, and return when all tasks have ended."""
        if self._server is None:
            return
        self._closed = True
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
        if self._closed:
            # It was on its way in when close was called.
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
                # Not close: that would first send what is left, and she may never read it.
                writer.transport.abort()

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
                # readline does not wait while it has lines: let the mailboxes be emptied in between.
                await asyncio.sleep(0)
        finally:
            self._forget(guest)
            delivering.cancel()
            await asyncio.gather(delivering, return_exceptions=True)

    def _tell(self, guest: Guest, line: str) -> None:
        """Put a line into a mailbox. Nobody waits here: whose mailbox is full is dropped."""
        try:
            guest.mailbox.put_nowait(line)
        except asyncio.QueueFull:
            self._forget(guest)
            guest.writer.transport.abort()

    def _forget(self, guest: Guest) -> None:
        if self._room.get(guest.name) is guest:
            del self._room[guest.name]


async def _next_line(reader: asyncio.StreamReader) -> str | None:
    """A whole line without its newline, or None at the end. Half a line is no line."""
    line = await reader.readline()
    return line[:-1].decode(errors="replace") if line.endswith(b"\n") else None


async def serve(host: str, port: int) -> ChatServer:
    """Start a server, and return it when it listens. Port 0 stands for any free port."""
    server = ChatServer()
    await server.listen(host, port)
    return server
