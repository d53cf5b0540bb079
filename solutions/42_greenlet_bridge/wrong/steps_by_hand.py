"""Takes the steps of a coroutine by itself, and does not wait between them.

caught by: test_ordinary_code_waits
says: await wasn't used with future
"""




class MissingBridge(RuntimeError):
    pass


def await_only(awaitable):
    steps = awaitable.__await__()
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


async def greenlet_spawn(fn, /, *args, **kwargs):
    return fn(*args, **kwargs)
