"""Closes the generator when there is a match, and forgets that pred may raise.

caught by: test_a_search_without_a_match
says: pred raised, and the session is not closed
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
    catalogue = items(api)
    async for item in catalogue:
        if pred(item):
            await catalogue.aclose()
            return item
    return None
