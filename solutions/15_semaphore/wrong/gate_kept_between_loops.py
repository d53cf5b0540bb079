"""Keeps its semaphores for the next run: the first run that has to wait ties them to its event loop.

caught by: test_each_list_stands_on_its_own
says: bound to a different event loop
says: belongs to another event loop, usually that of an earlier run
"""

import asyncio
from functools import cache

gate = cache(asyncio.Semaphore)


async def check_links(urls, head, *, limit=10):
    async def one(url):
        async with gate(limit):
            return await head(url)

    async with asyncio.TaskGroup() as group:
        tasks = {url: group.create_task(one(url)) for url in urls}
    return {url: task.result() for url, task in tasks.items()}


def limited(head, limit):
    places = asyncio.Semaphore(limit)

    async def ask(url):
        async with places:
            return await head(url)

    return ask

