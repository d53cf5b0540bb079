"""A class with __aiter__, __anext__ and aclose does what a generator does."""

from contextlib import aclosing


class Items:
    def __init__(self, api, size):
        self.api, self.size = api, size
        self.session, self.page, self.number, self.last = None, [], 0, False

    def __aiter__(self):
        return self

    async def __anext__(self):
        try:
            if self.session is None and not self.last:
                self.session = await self.api.open()
            if not self.page and not self.last:
                self.page = await self.session.page(self.number, self.size)
                self.number, self.last = self.number + 1, len(self.page) < self.size
        except BaseException:
            await self.aclose()
            raise
        if not self.page:
            await self.aclose()
            raise StopAsyncIteration
        return self.page.pop(0)

    async def aclose(self):
        session, self.session, self.page, self.last = self.session, None, [], True
        if session is not None:
            await session.close()


def items(api, *, page_size=50):
    return Items(api, page_size)


async def first_match(api, pred):
    async with aclosing(items(api)) as catalogue:
        async for item in catalogue:
            if pred(item):
                return item
    return None
