"""Believes that `except Exception` catches a cancellation, too.

caught by: test_cancelled_at_any_await_it_cleans_up
says: Cancelled at
says: exactly one abort of the film
"""


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
