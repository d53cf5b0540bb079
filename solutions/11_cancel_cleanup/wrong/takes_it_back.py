"""Believes that a clean-up may only await after uncancel() has taken the cancellation back.

caught by: test_cancelled_again_while_it_cleans_up
says: took a cancellation back with uncancel()
"""

import asyncio


async def upload(src, store, name):
    try:
        size = 0
        async for chunk in src:
            await store.put(name, chunk)
            size += len(chunk)
        await store.commit(name)
        return size
    except BaseException:
        while asyncio.current_task().cancelling():
            asyncio.current_task().uncancel()
        await store.abort(name)
        raise
