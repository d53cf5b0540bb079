"""A task group does the sending; the one error in its group is taken out again."""

import asyncio


async def upload(src, store, name):
    async def send():
        size = 0
        async for chunk in src:
            await store.put(name, chunk)
            size += len(chunk)
        await store.commit(name)
        return size

    try:
        async with asyncio.TaskGroup() as group:
            sending = group.create_task(send())
    except BaseExceptionGroup as errors:
        await store.abort(name)
        raise errors.exceptions[0] from None
    except BaseException:
        await store.abort(name)
        raise
    return sending.result()
