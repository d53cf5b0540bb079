"""No streams at all: a Protocol for each connection, and no task anywhere."""

import asyncio


class Connection(asyncio.Protocol):
    def __init__(self, room):
        self.room, self.name, self.rest, self.late = room, None, b"", None

    def connection_made(self, transport):
        self.transport = transport
        self.room.connections.add(self)

    def data_received(self, data):
        *lines, self.rest = (self.rest + data).split(b"\n")
        for line in lines:
            if self.transport.is_closing():
                return
            self.line_received(line.decode(errors="replace"))

    def line_received(self, line):
        people = self.room.people
        if self.name is None:
            self.name = line
            people[line] = self
            self.tell(f"welcome {line}")
        elif line == "/who":
            self.tell("here: " + " ".join(people))
        elif line == "/quit":
            self.leave()
            self.transport.close()
        else:
            for other in [one for one in people.values() if one is not self]:
                other.tell(f"{self.name}: {line}")

    def tell(self, line):
        self.transport.write(f"{line}\n".encode())

    def pause_writing(self):
        # From here on the system takes nothing: a second to catch up.
        self.late = asyncio.get_running_loop().call_later(1, self.drop)

    def resume_writing(self):
        if self.late:
            self.late.cancel()

    def drop(self):
        self.leave()
        self.transport.abort()

    def leave(self):
        if self.room.people.get(self.name) is self:
            del self.room.people[self.name]

    def connection_lost(self, _):
        self.resume_writing()
        self.leave()
        self.room.connections.discard(self)
        if self.room.gone and not self.room.connections:
            self.room.gone.set()


class ChatServer:
    def __init__(self):
        self.people, self.connections, self.gone = {}, set(), None

    async def start(self, host, port):
        loop = asyncio.get_running_loop()
        self.server = await loop.create_server(lambda: Connection(self), host, port)
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    @property
    def clients(self):
        return [*self.people]

    async def close(self):
        self.server.close()
        self.gone = asyncio.Event()
        if self.connections:
            for connection in self.connections:
                connection.transport.abort()
            await self.gone.wait()

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        await self.close()


async def serve(host, port):
    return await ChatServer().start(host, port)
