"""Makes a semaphore of its own for each request, so nobody ever waits.

caught by: test_as_many_at_once_as_the_limit_allows
says: through the same gate
"""

import asyncio


async def check_links(urls, head, *, limit=10):
    async def one(url):
        async with asyncio.Semaphore(limit):
            return url, await head(url)

    return dict(await asyncio.gather(*map(one, urls)))


def limited(head, limit):
    places = asyncio.Semaphore(limit)

    async def ask(url):
        async with places:
            return await head(url)

    return ask

