"""One pool of four threads for the whole module."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

workers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="resize")


async def thumbnail(path, resize):
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(workers, resize, path)


async def process_all(paths, resize):
    return await asyncio.gather(*[thumbnail(path, resize) for path in paths])
