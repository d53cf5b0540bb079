"""Looks between two chunks whether it was cancelled: while it waits, nobody looks.

caught by: test_cancelled_at_any_await_it_cleans_up
says: exactly one abort of the film
"""

import asyncio


async def upload(src, store, name):
    size = 0
    async for chunk in src:
        if asyncio.current_task().cancelling():
            await store.abort(name)
            raise asyncio.CancelledError
        try:
            await store.put(name, chunk)
        except ConnectionError:
            await store.abort(name)
            raise
        size += len(chunk)
    await store.commit(name)
    return size
