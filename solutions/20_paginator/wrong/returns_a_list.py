"""Fetches everything and returns a list.

caught by: test_all_items_come_in_order
says: A yield makes an async def one
says: a coroutine (items, not awaited)
"""


async def items(api, *, page_size=50):
    session, found, number = await api.open(), [], 0
    try:
        while True:
            page = await session.page(number, page_size)
            found += page
            if len(page) < page_size:
                return found
            number += 1
    finally:
        await session.close()


async def first_match(api, pred):
    return next((item for item in await items(api) if pred(item)), None)
