"""Asks the future again and again whether it is done, and never gives the loop a turn.

caught by: test_the_loop_stays_alive_during_one_picture
says: waits for it without await
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from time import sleep

workers = ThreadPoolExecutor(4)


async def thumbnail(path, resize):
    shrinking = workers.submit(resize, path)
    while not shrinking.done():
        sleep(0.01)
    return shrinking.result()


async def process_all(paths, resize):
    return await asyncio.gather(*(thumbnail(path, resize) for path in paths))
