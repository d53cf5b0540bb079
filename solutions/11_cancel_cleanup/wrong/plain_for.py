"""Goes through the camera with a plain `for`, which cannot wait for a chunk.

caught by: test_a_whole_film_is_stored
says: Then write async for
"""


async def upload(src, store, name):
    size = 0
    try:
        for chunk in src:
            await store.put(name, chunk)
            size += len(chunk)
        await store.commit(name)
    except BaseException:
        await store.abort(name)
        raise
    return size
