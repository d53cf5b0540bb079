"""try and finally in both functions, and aclose by hand."""


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
        await catalogue.aclose()
