"""Takes the place before it starts the task, and lets the end of the task free it: never more tasks than places."""

import asyncio


async def check_links(urls, head, *, limit=10):
    places = asyncio.Semaphore(limit)
    tasks = {}
    async with asyncio.TaskGroup() as group:
        for url in urls:
            await places.acquire()
            tasks[url] = group.create_task(head(url))
            tasks[url].add_done_callback(lambda _: places.release())
    return {url: task.result() for url, task in tasks.items()}


def limited(head, limit):
    return Gate(head, limit)


class Gate:
    def __init__(self, head, limit):
        self.head, self.places = head, asyncio.Semaphore(limit)

    async def __call__(self, url):
        async with self.places:
            return await self.head(url)
