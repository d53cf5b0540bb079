"""Opens a session for every page.

caught by: test_all_items_come_in_order
says: One session is enough
"""

from contextlib import aclosing


async def items(api, *, page_size=50):
    number = 0
    while True:
        session = await api.open()
        try:
            page = await session.page(number, page_size)
        finally:
            await session.close()
        for item in page:
            yield item
        if len(page) < page_size:
            return
        number += 1


async def first_match(api, pred):
    async with aclosing(items(api)) as catalogue:
        async for item in catalogue:
            if pred(item):
                return item
    return None
