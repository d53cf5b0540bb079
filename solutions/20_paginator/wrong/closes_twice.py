"""Closes the session where the caller stops, and once more in finally.

caught by: test_a_caller_may_stop_early
says: Close each session once
says: at most 1 calls of close
"""

from contextlib import aclosing


async def items(api, *, page_size=50):
    session = await api.open()
    try:
        number = 0
        while True:
            page = await session.page(number, page_size)
            for item in page:
                try:
                    yield item
                except GeneratorExit:
                    await session.close()
                    raise
            if len(page) < page_size:
                return
            number += 1
    finally:
        await session.close()


async def first_match(api, pred):
    async with aclosing(items(api)) as catalogue:
        async for item in catalogue:
            if pred(item):
                return item
    return None
