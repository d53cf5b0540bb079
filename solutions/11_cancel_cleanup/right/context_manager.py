"""An async context manager that commits at its end, or aborts."""

from contextlib import asynccontextmanager


@asynccontextmanager
async def part(store, name):
    try:
        yield
        await store.commit(name)
    except BaseException:
        await store.abort(name)
        raise


async def upload(src, store, name):
    size = 0
    async with part(store, name):
        async for chunk in src:
            await store.put(name, chunk)
            size += len(chunk)
    return size
