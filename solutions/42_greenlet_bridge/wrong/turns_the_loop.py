"""Turns the running loop from within until the awaitable is done.

caught by: test_a_cancellation_reaches_fn
says: fn should have seen CancelledError come out of await_only
"""

import asyncio


class MissingBridge(RuntimeError):
    pass


def await_only(awaitable):
    loop = asyncio.get_running_loop()
    waiting, caller = asyncio.ensure_future(awaitable), asyncio.current_task()
    asyncio.tasks._leave_task(loop, caller)
    try:
        while not waiting.done():
            loop._run_once()
    finally:
        asyncio.tasks._enter_task(loop, caller)
    return waiting.result()


async def greenlet_spawn(fn, /, *args, **kwargs):
    return fn(*args, **kwargs)
