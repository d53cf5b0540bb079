"""The archive of a museum: scans of old maps, and a bar that shows how many have arrived.

Each scan takes its own time to download. The bar is a plain, quick function, to be called directly. It is told three
things: how many files have arrived, how many there are in all, and the url of the one that has just arrived. When
somebody presses Stop, it raises.

The first version that comes to mind downloads everything at the same time, and moves the bar when it is all over.

Check it: pytest exercises/09
"""

from collections.abc import Callable
from typing import Protocol

OnProgress = Callable[[int, int, str], None]


class Client(Protocol):
    """Where the files come from."""

    async def get(self, url: str) -> bytes:
        """Take a while, and return the content of one file, or raise an Exception."""


async def download_all(urls: list[str], client: Client, on_progress: OnProgress) -> dict[str, bytes]:
    """Download all files at the same time, each once; return their contents by url.

    Call ``on_progress(done, total, url)`` for each file when it arrives: done counts 1, 2, 3... up to total. Files that
    arrive at the same moment come in any order. The urls are all different; no urls give an empty dict and no call.

    When on_progress or a download raises, stop the other downloads, wait until they have stopped, and let the exception
    out, as it is or in an ExceptionGroup. When the caller is cancelled, do the same and let CancelledError go on.
    """
    raise NotImplementedError
