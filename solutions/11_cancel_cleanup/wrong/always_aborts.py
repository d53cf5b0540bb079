"""Cleans up in a finally that does not ask whether the film was committed.

caught by: test_a_whole_film_is_stored
says: nothing to throw away
"""


async def upload(src, store, name):
    try:
        size = 0
        async for chunk in src:
            await store.put(name, chunk)
            size += len(chunk)
        await store.commit(name)
        return size
    finally:
        await store.abort(name)
