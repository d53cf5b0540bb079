"""Takes the place inside the try: a call that is cancelled while it waits frees a place that it never had.

caught by: test_a_cancelled_call_frees_its_place
says: has none to free
"""

import asyncio


async def check_links(urls, head, *, limit=10):
    ask = limited(head, limit)
    async with asyncio.TaskGroup() as group:
        tasks = {url: group.create_task(ask(url)) for url in urls}
    return {url: task.result() for url, task in tasks.items()}


def limited(head, limit):
    places = asyncio.Semaphore(limit)

    async def ask(url):
        try:
            await places.acquire()
            return await head(url)
        finally:
            places.release()

    return ask
