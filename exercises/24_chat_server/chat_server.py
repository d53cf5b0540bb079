"""The chat of a village: people connect, say their name, and everybody hears what the others say.

All texts are lines of UTF-8 that end with a newline. The first line of a connection is the name; the server answers
"welcome Ann". Then:

    "/who"     is answered to her alone:  "here: Ann Ben Cem", in the order in which they joined
    "/quit"    the server closes her connection
    any other  goes to everybody else in the room, as  "Ann: hello"

The first version that comes to mind works until one of them stops reading.

Check it: pytest exercises/24
"""


class ChatServer:
    """A running server. ``async with`` closes it at the end."""

    @property
    def port(self) -> int:
        """The port on which it listens."""
        raise NotImplementedError

    @property
    def clients(self) -> list[str]:
        """The names of the people in the room, in the order in which they joined."""
        raise NotImplementedError

    async def close(self) -> None:
        """Take nobody new, hang up on everybody, and return when all your tasks have ended. Waits for no client."""
        raise NotImplementedError

    async def __aenter__(self) -> "ChatServer":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


async def serve(host: str, port: int) -> ChatServer:
    """Start a server, and return it when it listens. Port 0 stands for any free port."""
    raise NotImplementedError
