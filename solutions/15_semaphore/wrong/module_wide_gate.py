"""One semaphore for the whole module, made for the usual limit and not for the one that is asked for.

caught by: test_as_many_at_once_as_the_limit_allows
says: More requests were open at once than the limit allows
"""

import asyncio

PLACES = asyncio.Semaphore(10)


async def check_links(urls, head, *, limit=10):
    async def one(url):
        async with PLACES:
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

