"""Takes a thread, and then blocks the loop with .result() until the thread is done.

caught by: test_the_loop_stays_alive_during_one_picture
says: ran on another thread
says: waits for it without await
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor


async def thumbnail(path, resize):
    with ThreadPoolExecutor() as pool:
        return pool.submit(resize, path).result()


async def process_all(paths, resize):
    return await asyncio.gather(*(thumbnail(path, resize) for path in paths))
