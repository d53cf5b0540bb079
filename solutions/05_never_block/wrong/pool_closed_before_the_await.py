"""Leaves the with block before awaiting: closing the pool waits for its threads, and blocks the loop.

caught by: test_the_loop_stays_alive_during_all_pictures
says: ran on other threads
says: waits for them without await
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor


async def thumbnail(path, resize):
    return await asyncio.to_thread(resize, path)


async def process_all(paths, resize):
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor() as pool:
        shrinking = [loop.run_in_executor(pool, resize, path) for path in paths]
    return await asyncio.gather(*shrinking)
