"""Raises the error only when all other links have been asked.

caught by: test_an_error_ends_the_run
says: as soon as the open requests are cancelled
"""

import asyncio


async def check_links(urls, head, *, limit=10):
    ask = limited(head, limit)
    statuses = await asyncio.gather(*map(ask, urls), return_exceptions=True)
    for status in statuses:
        if isinstance(status, Exception):
            raise status
    return dict(zip(urls, statuses))


def limited(head, limit):
    places = asyncio.Semaphore(limit)

    async def ask(url):
        async with places:
            return await head(url)

    return ask

