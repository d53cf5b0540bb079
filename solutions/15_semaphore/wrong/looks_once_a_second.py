"""Looks once a second whether a place is free, in place of being woken when one is.

caught by: test_as_many_at_once_as_the_limit_allows
says: must be woken when one is free
"""

import asyncio


async def check_links(urls, head, *, limit=10):
    ask = limited(head, limit)
    async with asyncio.TaskGroup() as group:
        tasks = {url: group.create_task(ask(url)) for url in urls}
    return {url: task.result() for url, task in tasks.items()}


def limited(head, limit):
    open_now = 0

    async def ask(url):
        nonlocal open_now
        while open_now >= limit:
            await asyncio.sleep(1)
        open_now += 1
        try:
            return await head(url)
        finally:
            open_now -= 1

    return ask
