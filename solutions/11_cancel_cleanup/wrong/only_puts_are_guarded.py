"""Guards the puts, but not the waits for the camera and for the commit.

caught by: test_cancelled_at_any_await_it_cleans_up
says: exactly one abort of the film
"""


async def upload(src, store, name):
    size = 0
    async for chunk in src:
        try:
            await store.put(name, chunk)
        except BaseException:
            await store.abort(name)
            raise
        size += len(chunk)
    await store.commit(name)
    return size
