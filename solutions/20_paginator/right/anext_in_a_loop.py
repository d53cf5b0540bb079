"""Asks for one item after the other with anext."""

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
                return
            number += 1
    finally:
        await session.close()


async def first_match(api, pred):
    end = object()
    async with aclosing(items(api)) as catalogue:
        while (item := await anext(catalogue, end)) is not end:
            if pred(item):
                return item
    return None
