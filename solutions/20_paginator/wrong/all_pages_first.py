"""Fetches all pages into a list, and only then begins to yield.

caught by: test_pages_are_fetched_when_they_are_needed
says: when one of its items is asked for, no earlier
says: 1: [0, 1, 2, 3, 4]
"""

from contextlib import aclosing


async def items(api, *, page_size=50):
    session, found, number = await api.open(), [], 0
    try:
        while True:
            page = await session.page(number, page_size)
            found += page
            if len(page) < page_size:
                break
            number += 1
    finally:
        await session.close()
    for item in found:
        yield item


async def first_match(api, pred):
    async with aclosing(items(api)) as catalogue:
        async for item in catalogue:
            if pred(item):
                return item
    return None
