"""Takes a cancellation for a search without a match.

caught by: test_a_cancelled_search_leaves_nothing_open
says: the cancellation should come out of first_match
"""

import asyncio
from contextlib import aclosing


async def items(api, *, page_size=50):
    session = await api.open()
    try:
        number = 0
        while True:
            page = await session.page(number, page_size)
            for item in page:
                yield item
            if len(page) < page_size:
                return
            number += 1
    finally:
        await session.close()


async def first_match(api, pred):
    async with aclosing(items(api)) as catalogue:
        try:
            async for item in catalogue:
                if pred(item):
                    return item
        except asyncio.CancelledError:
            return None
    return None
