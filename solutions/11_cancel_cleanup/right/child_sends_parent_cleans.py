"""A task of its own sends, and the function that was called cleans up."""

import asyncio


async def send(src, store, name):
    size = 0
    async for chunk in src:
        await store.put(name, chunk)
        size += len(chunk)
    await store.commit(name)
    return size


async def upload(src, store, name):
    sending = asyncio.create_task(send(src, store, name))
    try:
        return await sending
    except BaseException:
        await store.abort(name)
        raise
