"""A task of its own reads ahead into a small queue; whatever happens, that task is stopped before the abort."""

import asyncio


async def upload(src, store, name):
    chunks = asyncio.Queue(2)

    async def read():
        try:
            async for chunk in src:
                await chunks.put(chunk)
        finally:
            await chunks.put(None)

    reader = asyncio.create_task(read())
    size = 0
    try:
        while (chunk := await chunks.get()) is not None:
            await store.put(name, chunk)
            size += len(chunk)
        await reader
        await store.commit(name)
    except BaseException:
        while not chunks.empty():
            chunks.get_nowait()
        reader.cancel()
        await asyncio.gather(reader, return_exceptions=True)
        await store.abort(name)
        raise
    return size
