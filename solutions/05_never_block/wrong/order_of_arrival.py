"""Takes the copies in the order in which they are ready.

caught by: test_copies_keep_the_order_of_the_pictures
says: not in the order in which they are ready
"""

import asyncio


async def thumbnail(path, resize):
    return await asyncio.to_thread(resize, path)


async def process_all(paths, resize):
    return [await ready for ready in asyncio.as_completed([thumbnail(path, resize) for path in paths])]
