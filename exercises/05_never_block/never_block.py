"""A photo gallery that shrinks pictures with an old library.

``resize`` comes from that library. It is a plain function: it gets the path of a picture, blocks the thread that calls
it for a while, and returns the path of the small copy. Several threads may call it at the same time. It cannot be sent
to another process.

The first version that comes to mind makes the right copies, and nothing else in the gallery moves meanwhile.

Check it: pytest exercises/05
"""

from collections.abc import Callable

Resize = Callable[[str], str]


async def thumbnail(path: str, resize: Resize) -> str:
    """Return ``resize(path)``, and let everything else on the event loop go on while it works."""
    raise NotImplementedError


async def process_all(paths: list[str], resize: Resize) -> list[str]:
    """Shrink every picture once, at least two at a time, and return the small copies in the order of the paths.

    The event loop goes on meanwhile. No paths give an empty list.
    """
    raise NotImplementedError
