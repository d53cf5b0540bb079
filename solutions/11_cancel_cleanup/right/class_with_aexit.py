"""A class with __aenter__ and __aexit__."""


class Part:
    def __init__(self, store, name):
        self.store, self.name, self.whole = store, name, False

    async def __aenter__(self):
        return self

    async def commit(self):
        await self.store.commit(self.name)
        self.whole = True

    async def __aexit__(self, *_):
        if not self.whole:
            await self.store.abort(self.name)


async def upload(src, store, name):
    size = 0
    async with Part(store, name) as part:
        async for chunk in src:
            await store.put(name, chunk)
            size += len(chunk)
        await part.commit()
    return size
