"""Commits in a finally, so that half a film counts as a whole one.

caught by: test_an_error_cleans_up
says: must not be committed
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
    finally:
        await store.commit(name)
    return size
