"""Fetches several pages at once with gather, whether anybody wants them or not.

caught by: test_pages_are_fetched_when_they_are_needed
says: when one of its items is asked for, no earlier
says: 1: [0, 1, 2, 3]
"""

import asyncio
from contextlib import aclosing


async def items(api, *, page_size=50):
    session = await api.open()
    try:
        number = 0
        while True:
            pages = await asyncio.gather(*(session.page(number + n, page_size) for n in range(4)))
            for page in pages:
                for item in page:
                    yield item
                if len(page) < page_size:
                    return
            number += 4
    finally:
        await session.close()


async def first_match(api, pred):
    async with aclosing(items(api)) as catalogue:
        async for item in catalogue:
            if pred(item):
                return item
    return None
