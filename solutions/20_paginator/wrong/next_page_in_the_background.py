"""Fetches the next page in the background while the caller still has this one.

caught by: test_pages_are_fetched_when_they_are_needed
says: when one of its items is asked for, no earlier
says: 1: [0, 1]
"""

import asyncio
from contextlib import aclosing


async def items(api, *, page_size=50):
    session = await api.open()
    coming = None
    try:
        number = 0
        page = await session.page(0, page_size)
        while True:
            full = len(page) == page_size
            if full:
                number += 1
                coming = asyncio.create_task(session.page(number, page_size))
            for item in page:
                yield item
            if not full:
                return
            page = await coming
    finally:
        if coming:
            coming.cancel()
            await asyncio.gather(coming, return_exceptions=True)
        await session.close()


async def first_match(api, pred):
    async with aclosing(items(api)) as catalogue:
        async for item in catalogue:
            if pred(item):
                return item
    return None
