"""Breaks out of the loop and deletes the generator: that only asks for the clean-up.

caught by: test_the_search_ends_with_the_first_match
says: has returned, and the session is not closed
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
    catalogue, found = items(api), None
    async for item in catalogue:
        if pred(item):
            found = item
            break
    del catalogue
    return found
