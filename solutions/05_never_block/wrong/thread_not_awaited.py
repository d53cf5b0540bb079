"""Forgets that to_thread is a coroutine function, too.

caught by: test_the_loop_stays_alive_during_one_picture
says: That is a coroutine: the plan, not its result
"""

import asyncio


async def thumbnail(path, resize):
    return asyncio.to_thread(resize, path)


async def process_all(paths, resize):
    return await asyncio.gather(*(asyncio.to_thread(resize, path) for path in paths))
