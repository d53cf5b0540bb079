"""Goes on until a page is empty, although the page before was not full.

caught by: test_all_items_come_in_order
says: stop after the first that is not full
"""

from contextlib import aclosing


async def items(api, *, page_size=50):
    session = await api.open()
    try:
        number = 0
        while page := await session.page(number, page_size):
            for item in page:
                yield item
            number += 1
    finally:
        await session.close()


async def first_match(api, pred):
    async with aclosing(items(api)) as catalogue:
        async for item in catalogue:
            if pred(item):
                return item
    return None
