"""One thread waits for a whole pool, the loop waits for that one thread."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


async def thumbnail(path, resize):
    return (await process_all([path], resize))[0]


async def process_all(paths, resize):
    def shrink():
        with ThreadPoolExecutor(4) as pool:
            return list(pool.map(resize, paths))

    return await asyncio.to_thread(shrink)
