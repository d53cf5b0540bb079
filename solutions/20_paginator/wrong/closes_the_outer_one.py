"""Closes a generator that goes through the catalogue, and not the catalogue itself.

caught by: test_the_search_ends_with_the_first_match
says: has returned, and the session is not closed
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
    async with aclosing(item async for item in items(api) if pred(item)) as matches:
        return await anext(matches, None)
