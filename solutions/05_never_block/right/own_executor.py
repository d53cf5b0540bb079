"""A pool for each call, which stays open until everything has been awaited."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


async def thumbnail(path, resize):
    (copy,) = await process_all([path], resize)
    return copy


async def process_all(paths, resize):
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor() as pool:
        return await asyncio.gather(*(loop.run_in_executor(pool, resize, path) for path in paths))
