"""Frees the place only when all went well.

caught by: test_a_failed_call_frees_its_place
says: A call that fails must free its place, too
says: 2 still waiting
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
        status = await head(url)
        places.release()
        return status

    return ask
