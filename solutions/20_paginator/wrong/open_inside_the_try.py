"""Opens the session inside the try: when that fails, there is nothing to close.

caught by: test_the_end_and_an_error_close_the_session
says: 'open' failed: the caller should get that very error
says: UnboundLocalError
"""

from contextlib import aclosing


async def items(api, *, page_size=50):
    try:
        session = await api.open()
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
    async with aclosing(items(api)) as catalogue:
        async for item in catalogue:
            if pred(item):
                return item
    return None
