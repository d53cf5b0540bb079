"""The abort is shielded from a second cancellation."""

import asyncio


async def upload(src, store, name):
    try:
        size = 0
        async for chunk in src:
            await store.put(name, chunk)
            size += len(chunk)
        await store.commit(name)
    except BaseException:
        await asyncio.shield(store.abort(name))
        raise
    return size
