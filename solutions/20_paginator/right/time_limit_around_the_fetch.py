"""A time limit around each fetch, which ends before the yield."""

import asyncio
from contextlib import aclosing


async def items(api, *, page_size=50):
    session = await api.open()
    try:
        number, full = 0, True
        while full:
            async with asyncio.timeout(30):
                page = await session.page(number, page_size)
            for item in page:
                yield item
            number, full = number + 1, len(page) == page_size
    finally:
        await session.close()


async def first_match(api, pred):
    async with aclosing(items(api)) as catalogue:
        async for item in catalogue:
            if pred(item):
                return item
    return None
