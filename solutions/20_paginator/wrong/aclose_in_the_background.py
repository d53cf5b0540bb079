"""Lets a task of its own close the generator, and does not wait for it.

caught by: test_the_search_ends_with_the_first_match
says: has returned, and the session is not closed
"""

import asyncio


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
    catalogue = items(api)
    try:
        async for item in catalogue:
            if pred(item):
                return item
        return None
    finally:
        asyncio.create_task(catalogue.aclose())
