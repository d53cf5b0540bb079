"""Goes through the async generator with an ordinary for.

caught by: test_the_search_ends_with_the_first_match
says: 'async_generator' object is not iterable
says: Go through it with async for
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
    for item in items(api):
        if pred(item):
            return item
    return None
