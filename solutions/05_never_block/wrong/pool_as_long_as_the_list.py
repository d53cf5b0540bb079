"""Makes a pool with a thread for each picture, which cannot be made for none.

caught by: test_no_pictures_give_an_empty_list
says: max_workers must be greater than 0
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor


async def thumbnail(path, resize):
    return await asyncio.to_thread(resize, path)


async def process_all(paths, resize):
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=len(paths)) as pool:
        return await asyncio.gather(*(loop.run_in_executor(pool, resize, path) for path in paths))
