"""Stays within the limit by asking one link after another.

caught by: test_as_many_at_once_as_the_limit_allows
says: Places stayed empty
says: 1 at once
"""

import asyncio


async def check_links(urls, head, *, limit=10):
    return {url: await head(url) for url in urls}


def limited(head, limit):
    places = asyncio.Semaphore(limit)

    async def ask(url):
        async with places:
            return await head(url)

    return ask

