"""Sends the whole list to one thread: the loop lives, but the pictures queue up.

caught by: test_pictures_shrink_side_by_side
says: two pictures need two threads
"""

import asyncio


async def thumbnail(path, resize):
    return await asyncio.to_thread(resize, path)


async def process_all(paths, resize):
    return await asyncio.to_thread(lambda: [resize(path) for path in paths])
