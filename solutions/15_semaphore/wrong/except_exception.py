"""Frees the place after an ordinary error, but a cancellation is no Exception.

caught by: test_a_cancelled_call_frees_its_place
says: must free the place it had
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
        await places.acquire()
        try:
            status = await head(url)
        except Exception:
            places.release()
            raise
        places.release()
        return status

    return ask
