"""Eats the cancellation with suppress, and so takes the signal away from a time limit.

caught by: test_a_time_limit_around_it_works
says: It needs its CancelledError back
"""

import asyncio
import contextlib


async def upload(src, store, name):
    size = 0
    done = False
    try:
        with contextlib.suppress(asyncio.CancelledError):
            async for chunk in src:
                await store.put(name, chunk)
                size += len(chunk)
            await store.commit(name)
            done = True
    finally:
        if not done:
            await store.abort(name)
    return size
