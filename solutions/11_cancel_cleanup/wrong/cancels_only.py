"""Cleans up after a cancellation, and forgets that the store or the camera can fail.

caught by: test_an_error_cleans_up
says: exactly one abort of the film
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
    except asyncio.CancelledError:
        await store.abort(name)
        raise
