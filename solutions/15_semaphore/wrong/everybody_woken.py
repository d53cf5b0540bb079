"""Wakes everybody when a place is free, and does not look again whether it still is.

caught by: test_two_lists_share_the_places
says: one free place may let in only one of them
"""

import asyncio


async def check_links(urls, head, *, limit=10):
    ask = limited(head, limit)
    async with asyncio.TaskGroup() as group:
        tasks = {url: group.create_task(ask(url)) for url in urls}
    return {url: task.result() for url, task in tasks.items()}


def limited(head, limit):
    open_now, freed = 0, asyncio.Event()

    async def ask(url):
        nonlocal open_now
        if open_now >= limit:
            freed.clear()
            await freed.wait()
        open_now += 1
        try:
            return await head(url)
        finally:
            open_now -= 1
            freed.set()

    return ask
