"""Believes that gather stops the others when one of them fails.

caught by: test_an_error_ends_the_run
says: while requests were still open
says: still running after your function returned
"""

import asyncio


async def check_links(urls, head, *, limit=10):
    ask = limited(head, limit)
    return dict(zip(urls, await asyncio.gather(*map(ask, urls))))


def limited(head, limit):
    places = asyncio.Semaphore(limit)

    async def ask(url):
        async with places:
            return await head(url)

    return ask

