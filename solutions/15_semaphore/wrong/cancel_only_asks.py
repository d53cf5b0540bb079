"""Cancels the others, and does not wait until they have ended.

caught by: test_an_error_ends_the_run
says: wait until they have really ended
"""

import asyncio


async def check_links(urls, head, *, limit=10):
    ask = limited(head, limit)
    tasks = {url: asyncio.create_task(ask(url)) for url in urls}
    try:
        await asyncio.gather(*tasks.values())
    finally:
        for task in tasks.values():
            task.cancel()
        await asyncio.sleep(0)
    return {url: task.result() for url, task in tasks.items()}


def limited(head, limit):
    places = asyncio.Semaphore(limit)

    async def ask(url):
        async with places:
            return await head(url)

    return ask

