"""Starts a loop of its own for each awaitable.

caught by: test_ordinary_code_waits
says: cannot be called from a running event loop
"""

import asyncio


class MissingBridge(RuntimeError):
    pass


def await_only(awaitable):
    return asyncio.run(awaitable)


async def greenlet_spawn(fn, /, *args, **kwargs):
    return fn(*args, **kwargs)
