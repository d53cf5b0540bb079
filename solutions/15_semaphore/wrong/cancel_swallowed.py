"""Takes a cancellation for a reason to return what there is so far.

caught by: test_a_cancelled_run_leaves_no_request_open
says: CancelledError must come out of it
"""

import asyncio


async def check_links(urls, head, *, limit=10):
    ask, statuses = limited(head, limit), {}

    async def one(url):
        statuses[url] = await ask(url)

    try:
        async with asyncio.TaskGroup() as group:
            for url in urls:
                group.create_task(one(url))
    except asyncio.CancelledError:
        pass
    return statuses


def limited(head, limit):
    places = asyncio.Semaphore(limit)

    async def ask(url):
        async with places:
            return await head(url)

    return ask

