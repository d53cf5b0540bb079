"""A semaphore and gather, with the others cancelled and awaited when one fails."""

import asyncio


async def check_links(urls, head, *, limit=10):
    places = asyncio.Semaphore(limit)

    async def one(url):
        async with places:
            return await head(url)

    tasks = [asyncio.create_task(one(url)) for url in urls]
    try:
        statuses = await asyncio.gather(*tasks)
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise
    return dict(zip(urls, statuses, strict=True))


def limited(head, limit):
    places = asyncio.BoundedSemaphore(limit)

    async def ask(url):
        await places.acquire()
        try:
            return await head(url)
        finally:
            places.release()

    return ask
