"""Whoever is done starts the next one. The limited head hands out tasks, and its places are a bounded queue."""

import asyncio
from contextlib import asynccontextmanager


async def check_links(urls, head, *, limit=10):
    remaining, statuses = iter(urls), {}

    async def ask(url):
        statuses[url] = await head(url)
        start_next()

    def start_next():
        if (url := next(remaining, None)) is not None:
            group.create_task(ask(url))

    async with asyncio.TaskGroup() as group:
        for _ in range(limit):
            start_next()
    return statuses


def limited(head, limit):
    taken = asyncio.Queue(maxsize=limit)

    @asynccontextmanager
    async def place():
        await taken.put("taken")
        try:
            yield
        finally:
            taken.get_nowait()

    async def ask(url):
        async with place():
            return await head(url)

    return lambda url: asyncio.ensure_future(ask(url))
