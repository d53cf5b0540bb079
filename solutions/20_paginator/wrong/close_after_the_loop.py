"""Closes the session in the last line, which only a caller who takes everything reaches.

caught by: test_a_caller_may_stop_early
says: The caller stopped after three items, and the session is not closed
says: only finally sees every way out
"""

from contextlib import aclosing


async def items(api, *, page_size=50):
    session = await api.open()
    number = 0
    while True:
        page = await session.page(number, page_size)
        for item in page:
            yield item
        if len(page) < page_size:
            break
        number += 1
    await session.close()


async def first_match(api, pred):
    async with aclosing(items(api)) as catalogue:
        async for item in catalogue:
            if pred(item):
                return item
    return None
