"""Shrinks the first picture once more, to try the library out.

caught by: test_each_picture_is_shrunk_once
says: Shrink each picture once
"""

import asyncio


async def thumbnail(path, resize):
    return await asyncio.to_thread(resize, path)


async def process_all(paths, resize):
    if paths:
        await thumbnail(paths[0], resize)
    return await asyncio.gather(*(thumbnail(path, resize) for path in paths))
