"""Yields a page at a time, where an item was asked for.

caught by: test_all_items_come_in_order
says: should give all of them
"""

from contextlib import aclosing


async def items(api, *, page_size=50):
    session = await api.open()
    try:
        number = 0
        while True:
            page = await session.page(number, page_size)
            yield page
            if len(page) < page_size:
                return
            number += 1
    finally:
        await session.close()


async def first_match(api, pred):
    async with aclosing(items(api)) as catalogue:
        async for page in catalogue:
            for item in page:
                if pred(item):
                    return item
    return None
