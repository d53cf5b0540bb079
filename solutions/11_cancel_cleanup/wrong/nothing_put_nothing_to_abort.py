"""Aborts only when a put has come to its end, and forgets the put that was cancelled half-way.

caught by: test_cancelled_at_any_await_it_cleans_up
says: exactly one abort of the film
"""


async def upload(src, store, name):
    size = 0
    try:
        async for chunk in src:
            await store.put(name, chunk)
            size += len(chunk)
        await store.commit(name)
    except BaseException:
        if size:
            await store.abort(name)
        raise
    return size
