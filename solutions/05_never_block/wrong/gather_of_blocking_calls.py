"""Believes that gather can interrupt a call that never gives the thread back.

caught by: test_pictures_shrink_side_by_side
says: ran one after another
says: two pictures need two threads
"""

import asyncio


async def thumbnail(path, resize):
    return resize(path)


async def process_all(paths, resize):
    return await asyncio.gather(*[thumbnail(path, resize) for path in paths])
