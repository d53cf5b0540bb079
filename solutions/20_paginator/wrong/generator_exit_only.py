"""Thinks of the caller who stops, and not of the caller who is cancelled.

caught by: test_a_cancelled_search_leaves_nothing_open
says: nobody closed the session
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
                break
            number += 1
    except (Exception, GeneratorExit):
        await session.close()
        raise
    else:
        await session.close()


async def first_match(api, pred):
    async with aclosing(items(api)) as catalogue:
        async for item in catalogue:
            if pred(item):
                return item
    return None
