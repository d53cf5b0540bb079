"""Workers that take the next link from one iterator. The limited head counts under a condition."""

import asyncio


async def check_links(urls, head, *, limit=10):
    remaining = iter(urls)
    statuses = {}

    async def worker():
        for url in remaining:
            statuses[url] = await head(url)

    await_all = [asyncio.create_task(worker()) for _ in range(min(limit, len(urls)))]
    try:
        await asyncio.gather(*await_all)
    finally:
        for task in await_all:
            task.cancel()
        await asyncio.gather(*await_all, return_exceptions=True)
    return statuses


def limited(head, limit):
    free = limit
    changed = asyncio.Condition()

    async def ask(url):
        nonlocal free
        async with changed:
            await changed.wait_for(lambda: free > 0)
            free -= 1
        try:
            return await head(url)
        finally:
            free += 1
            await asyncio.shield(wake_one())

    async def wake_one():
        async with changed:
            changed.notify()

    return ask
