"""Puts await in front of a plain function, as if that made it a coroutine function.

caught by: test_the_loop_stays_alive_during_one_picture
says: Is the thing after await a plain function
"""

import asyncio


async def thumbnail(path, resize):
    return await resize(path)


async def process_all(paths, resize):
    return await asyncio.gather(*(thumbnail(path, resize) for path in paths))
