"""The archive of a museum: each download moves the bar itself when it has arrived."""

import asyncio
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
    files: dict[str, bytes] = {}

    async def download(url: str) -> None:
        files[url] = await client.get(url)
        on_progress(len(files), len(urls), url)

    async with asyncio.TaskGroup() as group:
        for url in urls:
            group.create_task(download(url))
    return files
