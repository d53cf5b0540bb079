"""Shields the whole upload: whoever cancels it is gone at once, and the upload goes on behind their back.

caught by: test_cancelled_at_any_await_it_cleans_up
says: work that it had started went on
"""

import asyncio


async def send(src, store, name):
    try:
        size = 0
        async for chunk in src:
            await store.put(name, chunk)
            size += len(chunk)
        await store.commit(name)
    except BaseException:
        await store.abort(name)
        raise
    return size


async def upload(src, store, name):
    return await asyncio.shield(asyncio.create_task(send(src, store, name)))
