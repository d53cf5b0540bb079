"""Calls abort without await, so that nothing of it runs.

caught by: test_cancelled_at_any_await_it_cleans_up
says: finished exactly one abort of the film
says: nobody awaited it
"""


async def upload(src, store, name):
    try:
        size = 0
        async for chunk in src:
            await store.put(name, chunk)
            size += len(chunk)
        await store.commit(name)
        return size
    except BaseException:
        store.abort(name)
        raise
