"""Takes the statuses in the order of arrival, and the urls in the order of the list.

caught by: test_a_free_place_is_taken_at_once
says: Each url should come with its own status
"""

import asyncio


async def check_links(urls, head, *, limit=10):
    ask = limited(head, limit)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(ask(url)) for url in urls]
        statuses = [await task for task in asyncio.as_completed(tasks)]
    return dict(zip(urls, statuses))


def limited(head, limit):
    places = asyncio.Semaphore(limit)

    async def ask(url):
        async with places:
            return await head(url)

    return ask

