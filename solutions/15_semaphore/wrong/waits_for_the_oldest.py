"""Waits for the requests in the order of the list before it starts new ones: a slow first link holds up the rest.

caught by: test_a_free_place_is_taken_at_once
says: whichever it is, the next one should start
"""

import asyncio


async def check_links(urls, head, *, limit=10):
    statuses, running = {}, {}
    async with asyncio.TaskGroup() as group:
        for url in urls:
            if len(running) == limit:
                oldest = next(iter(running))
                statuses[oldest] = await running.pop(oldest)
            running[url] = group.create_task(head(url))
    return statuses | {url: task.result() for url, task in running.items()}


def limited(head, limit):
    places = asyncio.Semaphore(limit)

    async def ask(url):
        async with places:
            return await head(url)

    return ask

