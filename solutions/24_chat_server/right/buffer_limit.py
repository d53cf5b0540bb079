"""No queues: the transport keeps what is not taken, and its size is the limit."""

import asyncio

LIMIT = 1_200_000  # bytes: 150 lines of the greatest length


class ChatServer:
    def __init__(self):
        self.room = {}
        self.writers = set()
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
        for writer in self.writers:
            writer.transport.abort()
        if self.tasks:
            await asyncio.wait(self.tasks)

    def connected(self, reader, writer):
        self.writers.add(writer)
        task = asyncio.create_task(self.handle(reader, writer))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        task.add_done_callback(lambda _: self.writers.discard(writer))

    def tell(self, name, text):
        transport = self.room[name].transport
        transport.write(text.encode() + b"\n")
        if transport.get_write_buffer_size() > LIMIT:
            del self.room[name]
            transport.abort()

    async def handle(self, reader, writer):
        name = ""
        try:
            async for line in reader:
                if not line.endswith(b"\n"):
                    break
                text = line.decode(errors="replace").rstrip("\n")
                if not name:
                    name = text
                    self.room[name] = writer
                    self.tell(name, f"welcome {name}")
                elif text == "/quit":
                    break
                elif text == "/who":
                    self.tell(name, f"here: {' '.join(self.room)}")
                else:
                    for other in [other for other in self.room if other != name]:
                        self.tell(other, f"{name}: {text}")
        except OSError:
            pass
        finally:
            if self.room.get(name) is writer:
                del self.room[name]
            writer.close()


async def serve(host, port):
    return await ChatServer().start(host, port)
