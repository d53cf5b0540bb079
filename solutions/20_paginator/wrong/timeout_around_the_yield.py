"""Keeps a time limit for the museum running while the caller works on an item.

caught by: test_the_caller_may_take_its_time
says: The caller was cancelled
says: end it before you yield
"""

import asyncio
from contextlib import aclosing


async def items(api, *, page_size=50):
    session = await api.open()
    try:
        number = 0
        while True:
            async with asyncio.timeout(0.3):
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
        async for item in catalogue:
            if pred(item):
                return item
    return None
