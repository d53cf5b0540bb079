"""Writes at once and never drains: a sweeper looks every now and then who has too much in his buffer."""

import asyncio

TOO_MUCH = 1_000_000


class ChatServer:
    port = 0

    def __init__(self):
        self._people, self._handlers = {}, {}

    async def open(self, host, port):
        self._server = await asyncio.start_server(self._handle, host, port)
        self.port = self._server.sockets[0].getsockname()[1]
        self._sweeping = asyncio.create_task(self._sweep())

    @property
    def clients(self):
        return [name for name, _ in self._people.values()]

    async def _sweep(self):
        while True:
            await asyncio.sleep(0.1)
            for transport in [writer.transport for _, writer in self._people.values()]:
                if transport.get_write_buffer_size() > TOO_MUCH:
                    transport.abort()

    async def _handle(self, reader, writer):
        me = asyncio.current_task()
        self._handlers[me] = writer
        try:
            name = await self._line(reader)
            self._people[me] = name, writer
            writer.write(f"welcome {name}\n".encode())
            while (line := await self._line(reader)) != "/quit":
                if line == "/who":
                    writer.write(f"here: {' '.join(self.clients)}\n".encode())
                else:
                    for other, (_, its_writer) in self._people.items():
                        if other is not me:
                            its_writer.write(f"{name}: {line}\n".encode())
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self._people.pop(me, None)
            del self._handlers[me]
            writer.close()

    async def _line(self, reader):
        return (await reader.readuntil(b"\n")).decode().removesuffix("\n")

    async def close(self):
        self._server.close()
        self._sweeping.cancel()
        handlers = list(self._handlers)
        for writer in self._handlers.values():
            writer.transport.abort()
        await asyncio.gather(self._sweeping, *handlers, return_exceptions=True)

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        await self.close()


async def serve(host, port):
    chat = ChatServer()
    await chat.open(host, port)
    return chat
