"""Compares with 50, whatever page size was asked for.

caught by: test_all_items_come_in_order
says: stop after the first that is not full
"""

from contextlib import aclosing


async def items(api, *, page_size=50):
    session = await api.open()
    try:
        number = 0
        while True:
            page = await session.page(number, page_size)
            for item in page:
                yield item
            if len(page) < 50:
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
