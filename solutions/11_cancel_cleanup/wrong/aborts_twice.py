"""Cleans up once where it fails and once more on the way out.

caught by: test_cancelled_at_any_await_it_cleans_up
says: exactly one abort of the film
"""


async def upload(src, store, name):
    size = 0
    try:
        async for chunk in src:
            try:
                await store.put(name, chunk)
            except BaseException:
                await store.abort(name)
                raise
            size += len(chunk)
        await store.commit(name)
    except BaseException:
        await store.abort(name)
        raise
    return size
