"""Runs the loop that is running.

caught by: test_ordinary_code_waits
says: This event loop is already running
"""

import asyncio


class MissingBridge(RuntimeError):
    pass


def await_only(awaitable):
    return asyncio.get_event_loop().run_until_complete(awaitable)


async def greenlet_spawn(fn, /, *args, **kwargs):
    return fn(*args, **kwargs)
