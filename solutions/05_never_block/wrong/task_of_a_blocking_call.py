"""Believes that a task is a thread.

caught by: test_the_loop_stays_alive_during_all_pictures
says: on the event loop's own thread
"""

import asyncio


async def thumbnail(path, resize):
    return await asyncio.to_thread(resize, path)


async def process_all(paths, resize):
    async def shrink(path):
        return resize(path)

    tasks = [asyncio.create_task(shrink(path)) for path in paths]
    return [await task for task in tasks]
