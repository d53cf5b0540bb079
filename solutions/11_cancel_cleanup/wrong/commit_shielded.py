"""Shields the commit, which then finishes a film that is being thrown away.

caught by: test_cancelled_at_any_await_it_cleans_up
says: must not be committed
"""

import asyncio


async def upload(src, store, name):
    try:
        size = 0
        async for chunk in src:
            await store.put(name, chunk)
            size += len(chunk)
        await asyncio.shield(store.commit(name))
        return size
    except BaseException:
        await store.abort(name)
        raise
