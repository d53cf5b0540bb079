"""Runs fn in a thread, which waits for the loop.

caught by: test_others_go_on_meanwhile
says: fn ran on another thread than the loop
"""

import asyncio
import threading


class MissingBridge(RuntimeError):
    pass


loops = {}


def await_only(awaitable):
    loop = loops.get(threading.get_ident())
    if loop is None:
        if asyncio.iscoroutine(awaitable):
            awaitable.close()
        raise MissingBridge

    async def get():
        return await awaitable

    return asyncio.run_coroutine_threadsafe(get(), loop).result()


async def greenlet_spawn(fn, /, *args, **kwargs):
    loop = asyncio.get_running_loop()

    def run():
        loops[threading.get_ident()] = loop
        try:
            return fn(*args, **kwargs)
        finally:
            del loops[threading.get_ident()]

    return await asyncio.to_thread(run)
