"""An exit stack holds the abort until the commit has been done."""

from contextlib import AsyncExitStack


async def upload(src, store, name):
    size = 0
    async with AsyncExitStack() as stack:
        stack.push_async_callback(store.abort, name)
        async for chunk in src:
            await store.put(name, chunk)
            size += len(chunk)
        await store.commit(name)
        stack.pop_all()
    return size
