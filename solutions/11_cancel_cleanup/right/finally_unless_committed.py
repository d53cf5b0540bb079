"""A finally that asks whether the film was committed."""


async def upload(src, store, name):
    size, committed = 0, False
    try:
        async for chunk in src:
            await store.put(name, chunk)
            size += len(chunk)
        await store.commit(name)
        committed = True
    finally:
        if not committed:
            await store.abort(name)
    return size
