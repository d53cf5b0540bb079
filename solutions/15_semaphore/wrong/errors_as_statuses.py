"""Puts errors among the statuses, and tells nobody.

caught by: test_an_error_ends_the_run
says: The error that head raised should come out
"""

import asyncio


async def check_links(urls, head, *, limit=10):
    ask = limited(head, limit)
    return dict(zip(urls, await asyncio.gather(*map(ask, urls), return_exceptions=True)))


def limited(head, limit):
    places = asyncio.Semaphore(limit)

    async def ask(url):
        async with places:
            return await head(url)

    return ask

