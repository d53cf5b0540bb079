"""Leaves the cleaning to a task of its own: cancelled before its first step, that task runs neither body nor finally.

caught by: test_cancelled_in_its_first_moment_it_cleans_up
says: exactly one abort of the film
says: runs nothing
"""

import asyncio


async def send(src, store, name):
    done = False
    try:
        size = 0
        async for chunk in src:
            await store.put(name, chunk)
            size += len(chunk)
        await store.commit(name)
        done = True
        return size
    finally:
        if not done:
            await store.abort(name)


async def upload(src, store, name):
    return await asyncio.create_task(send(src, store, name))
