"""Awaits each thread before the next one gets its picture.

caught by: test_pictures_shrink_side_by_side
says: ran one after another
"""

import asyncio


async def thumbnail(path, resize):
    return await asyncio.to_thread(resize, path)


async def process_all(paths, resize):
    return [await thumbnail(path, resize) for path in paths]
