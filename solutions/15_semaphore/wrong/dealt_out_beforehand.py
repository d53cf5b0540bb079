"""Deals the links out to workers beforehand: a worker that is done early has nothing left to do.

caught by: test_a_free_place_is_taken_at_once
says: A place stayed empty while there were still links to ask
"""

import asyncio


async def check_links(urls, head, *, limit=10):
    statuses = {}

    async def worker(share):
        for url in share:
            statuses[url] = await head(url)

    async with asyncio.TaskGroup() as group:
        for number in range(limit):
            group.create_task(worker(urls[number::limit]))
    return statuses


def limited(head, limit):
    places = asyncio.Semaphore(limit)

    async def ask(url):
        async with places:
            return await head(url)

    return ask

