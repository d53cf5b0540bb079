"""Calls the function on the loop and hands its result to the thread.

caught by: test_the_loop_stays_alive_during_one_picture
says: 'str' object is not callable
says: Pass the function and its arguments separately
"""

import asyncio


async def thumbnail(path, resize):
    return await asyncio.to_thread(resize(path))


async def process_all(paths, resize):
    return await asyncio.gather(*(thumbnail(path, resize) for path in paths))
