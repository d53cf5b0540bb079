"""Goes on after the first match, and returns the last one.

caught by: test_the_search_ends_with_the_first_match
says: not the first item
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
            if len(page) < page_size:
                return
            number += 1
    finally:
        await session.close()


async def first_match(api, pred):
    found = None
    async with aclosing(items(api)) as catalogue:
        async for item in catalogue:
            if pred(item):
                found = item
    return found
