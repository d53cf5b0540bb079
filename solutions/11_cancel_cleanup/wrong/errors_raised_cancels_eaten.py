"""Raises ordinary errors again, but takes a cancellation for a polite way to stop.

caught by: test_cancellation_goes_on_to_the_caller
says: the CancelledError should go on
"""

import asyncio


async def upload(src, store, name):
    size = 0
    try:
        async for chunk in src:
            await store.put(name, chunk)
            size += len(chunk)
        await store.commit(name)
    except Exception:
        await store.abort(name)
        raise
    except asyncio.CancelledError:
        await store.abort(name)
    return size
