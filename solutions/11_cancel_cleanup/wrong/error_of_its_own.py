"""Turns the cancellation into an error of its own.

caught by: test_cancellation_goes_on_to_the_caller
says: raised RuntimeError
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
    except Exception:
        await store.abort(name)
        raise
    except asyncio.CancelledError as error:
        await store.abort(name)
        raise RuntimeError(f"upload of {name} was stopped") from error
