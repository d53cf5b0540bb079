"""Puts the chunks in a task group, so that the caller gets a group in place of the error.

caught by: test_an_error_cleans_up
says: the caller should get that very error
says: ExceptionGroup
"""

import asyncio


async def upload(src, store, name):
    try:
        async with asyncio.TaskGroup() as group:
            sending = group.create_task(send(src, store, name))
        return sending.result()
    except BaseException:
        await store.abort(name)
        raise


async def send(src, store, name):
    size = 0
    async for chunk in src:
        await store.put(name, chunk)
        size += len(chunk)
    await store.commit(name)
    return size
