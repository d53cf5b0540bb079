"""Asks task.cancelled() right after cancel(), before the task has had a turn.

caught by: test_cancelled_at_any_await_it_cleans_up
says: exactly one abort of the film
"""

import asyncio


async def send(src, store, name):
    size = 0
    async for chunk in src:
        await store.put(name, chunk)
        size += len(chunk)
    await store.commit(name)
    return size


async def upload(src, store, name):
    sending = asyncio.create_task(send(src, store, name))
    try:
        return await asyncio.shield(sending)
    except BaseException:
        sending.cancel()
        if sending.cancelled() or (sending.done() and sending.exception()):
            await store.abort(name)
        raise
