"""Starts everything at once and hopes that the other side is strong.

caught by: test_as_many_at_once_as_the_limit_allows
says: More requests were open at once than the limit allows
"""

import asyncio


async def check_links(urls, head, *, limit=10):
    async with asyncio.TaskGroup() as group:
        tasks = {url: group.create_task(head(url)) for url in urls}
    return {url: task.result() for url, task in tasks.items()}


def limited(head, limit):
    places = asyncio.Semaphore(limit)

    async def ask(url):
        async with places:
            return await head(url)

    return ask

