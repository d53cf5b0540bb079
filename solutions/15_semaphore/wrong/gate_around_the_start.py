"""Holds the semaphore while it starts a request, not while the request runs.

caught by: test_as_many_at_once_as_the_limit_allows
says: hold their place until head has answered
"""

import asyncio


async def check_links(urls, head, *, limit=10):
    places = asyncio.Semaphore(limit)
    tasks = {}
    async with asyncio.TaskGroup() as group:
        for url in urls:
            async with places:
                tasks[url] = group.create_task(head(url))
    return {url: task.result() for url, task in tasks.items()}


def limited(head, limit):
    places = asyncio.Semaphore(limit)

    async def ask(url):
        async with places:
            return await head(url)

    return ask

