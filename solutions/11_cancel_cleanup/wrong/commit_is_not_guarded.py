"""Believes that nothing can go wrong any more once the last chunk is put.

caught by: test_cancelled_at_any_await_it_cleans_up
says: exactly one abort of the film
"""


async def upload(src, store, name):
    size = 0
    try:
        async for chunk in src:
            await store.put(name, chunk)
            size += len(chunk)
    except BaseException:
        await store.abort(name)
        raise
    await store.commit(name)
    return size
