"""An exit stack remembers what there is to close."""

from contextlib import AsyncExitStack, aclosing


async def items(api, *, page_size=50):
    async with AsyncExitStack() as stack:
        session = await api.open()
        stack.push_async_callback(session.close)
        number, full = 0, True
        while full:
            page = await session.page(number, page_size)
            for item in page:
                yield item
            number, full = number + 1, len(page) == page_size


async def first_match(api, pred):
    async with AsyncExitStack() as stack:
        catalogue = await stack.enter_async_context(aclosing(items(api)))
        async for item in catalogue:
            if pred(item):
                return item
    return None
