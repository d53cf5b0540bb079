"""A thread for each picture, which tells the loop when it is done."""

import asyncio
import threading


async def thumbnail(path, resize):
    loop = asyncio.get_running_loop()
    copy = loop.create_future()

    def work():
        small = resize(path)
        loop.call_soon_threadsafe(copy.set_result, small)

    threading.Thread(target=work, daemon=True).start()
    return await copy


async def process_all(paths, resize):
    tasks = [asyncio.create_task(thumbnail(path, resize)) for path in paths]
    return [await task for task in tasks]
