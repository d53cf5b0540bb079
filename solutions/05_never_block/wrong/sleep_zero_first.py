"""Believes that giving way once before the blocking call is enough.

caught by: test_the_loop_stays_alive_during_one_picture
says: on the event loop's own thread
"""

import asyncio


async def thumbnail(path, resize):
    await asyncio.sleep(0)
    return resize(path)


async def process_all(paths, resize):
    return await asyncio.gather(*(thumbnail(path, resize) for path in paths))
