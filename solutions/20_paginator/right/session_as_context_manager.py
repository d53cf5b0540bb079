"""A context manager for the session, a generator for the pages, another one for the items."""

from contextlib import aclosing, asynccontextmanager
from itertools import count


@asynccontextmanager
async def session_of(api):
    session = await api.open()
    try:
        yield session
    finally:
        await session.close()


async def pages(api, size):
    async with session_of(api) as session:
        for number in count():
            page = await session.page(number, size)
            yield page
            if len(page) < size:
                return


async def items(api, *, page_size=50):
    async with aclosing(pages(api, page_size)) as catalogue:
        async for page in catalogue:
            for item in page:
                yield item


async def first_match(api, pred):
    async with aclosing(items(api)) as catalogue:
        async for item in catalogue:
            if pred(item):
                return item
    return None
