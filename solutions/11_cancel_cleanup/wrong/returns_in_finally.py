"""A `return` in the finally throws away whatever was on its way out.

caught by: test_cancellation_goes_on_to_the_caller
says: returned as if nothing had happened
"""


async def upload(src, store, name):
    size, done = 0, False
    try:
        async for chunk in src:
            await store.put(name, chunk)
            size += len(chunk)
        await store.commit(name)
        done = True
    finally:
        if not done:
            await store.abort(name)
        return size
