"""Asks in batches: each batch waits for its slowest link.

caught by: test_a_free_place_is_taken_at_once
says: A place stayed empty while there were still links to ask
says: 2.50 s
"""

import asyncio


async def check_links(urls, head, *, limit=10):
    statuses = {}
    for first in range(0, len(urls), limit):
        batch = urls[first : first + limit]
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(head(url)) for url in batch]
        statuses.update((url, task.result()) for url, task in zip(batch, tasks))
    return statuses


def limited(head, limit):
    places = asyncio.Semaphore(limit)

    async def ask(url):
        async with places:
            return await head(url)

    return ask

