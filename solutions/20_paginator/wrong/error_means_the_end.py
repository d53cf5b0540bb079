"""Takes an error of the museum for the end of the catalogue.

caught by: test_the_end_and_an_error_close_the_session
says: 'page 0' failed: the caller should get that very error
"""

from contextlib import aclosing


async def items(api, *, page_size=50):
    session = await api.open()
    try:
        number = 0
        while True:
            try:
                page = await session.page(number, page_size)
            except ConnectionError:
                return
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
