"""Shares a pool that has a single thread.

caught by: test_pictures_shrink_side_by_side
says: two pictures need two threads
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor

worker = ThreadPoolExecutor(max_workers=1)


async def thumbnail(path, resize):
    return await asyncio.get_running_loop().run_in_executor(worker, resize, path)


async def process_all(paths, resize):
    return await asyncio.gather(*(thumbnail(path, resize) for path in paths))
