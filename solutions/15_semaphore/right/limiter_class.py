"""A small class that other code can use, too."""

import asyncio


class Limiter:
    def __init__(self, limit):
        self._places = asyncio.Semaphore(limit)

    async def run(self, function, *arguments):
        async with self._places:
            return await function(*arguments)


async def check_links(urls, head, *, limit=10):
    limiter = Limiter(limit)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(limiter.run(head, url)) for url in urls]
    return {url: task.result() for url, task in zip(urls, tasks, strict=True)}


def limited(head, limit):
    limiter = Limiter(limit)
    return lambda url: limiter.run(head, url)
