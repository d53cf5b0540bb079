"""Takes a second cancellation, in the middle of the abort, for a reason to return.

caught by: test_cancelled_again_while_it_cleans_up
says: and again a moment later
says: it should end with CancelledError
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
        try:
            await store.abort(name)
        except asyncio.CancelledError:
            return 0
        raise
