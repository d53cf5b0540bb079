"""Starts the abort as a task and does not wait until it is done.

caught by: test_cancelled_at_any_await_it_cleans_up
says: finished exactly one abort of the film
"""

import asyncio


async def upload(src, store, name):
    try:
        size = 0
        async for chunk in src:
            await store.put(name, chunk)
            size += len(chunk)
        await store.commit(name)
        return size
    except BaseException:
        cleaning = asyncio.create_task(store.abort(name))
        cleaning.add_done_callback(lambda task: task.exception())
        raise
