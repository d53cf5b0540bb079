"""Collects the whole catalogue, and then searches the list.

caught by: test_the_search_ends_with_the_first_match
says: begins after the match
"""


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
    found = [item async for item in items(api)]
    return next((item for item in found if pred(item)), None)
