"""A hundred links, at most ten requests at a time."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

Head = Callable[[str], Coroutine[Any, Any, int]]


async def check_links(urls: list[str], head: Head, *, limit: int = 10) -> dict[str, int]:
    """Start a task for every url, and let all of them pass through one gate."""
    ask = limited(head, limit)
    async with asyncio.TaskGroup() as group:
        tasks = {url: group.create_task(ask(url)) for url in urls}
    return {url: task.result() for url, task in tasks.items()}


def limited(head: Head, limit: int) -> Head:
    """Make the semaphore once; every call goes through it."""
    places = asyncio.Semaphore(limit)

    async def ask(url: str) -> int:
        async with places:
            return await head(url)

    return ask
