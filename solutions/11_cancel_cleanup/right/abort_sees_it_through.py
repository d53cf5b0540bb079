"""The abort is a task, and is awaited to its end however often somebody cancels."""

import asyncio
import contextlib


async def upload(src, store, name):
    try:
        size = 0
        async for chunk in src:
            await store.put(name, chunk)
            size += len(chunk)
        await store.commit(name)
    except BaseException:
        cleaning = asyncio.create_task(store.abort(name))
        while not cleaning.done():
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.shield(cleaning)
        raise
    return size
