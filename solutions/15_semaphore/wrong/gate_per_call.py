"""Shares one gate within a list, but each call of the limited head brings its own.

caught by: test_two_lists_share_the_places
says: share the places that limited has made once
"""

import asyncio


async def check_links(urls, head, *, limit=10):
    places = asyncio.Semaphore(limit)

    async def one(url):
        async with places:
            return await head(url)

    async with asyncio.TaskGroup() as group:
        tasks = {url: group.create_task(one(url)) for url in urls}
    return {url: task.result() for url, task in tasks.items()}


def limited(head, limit):
    async def ask(url):
        async with asyncio.Semaphore(limit):
            return await head(url)

    return ask
