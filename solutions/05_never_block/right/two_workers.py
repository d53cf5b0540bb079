"""Two workers take paths from a queue, so two pictures are in work at any time."""

import asyncio


async def thumbnail(path, resize):
    return await asyncio.to_thread(resize, path)


async def process_all(paths, resize):
    waiting = asyncio.Queue()
    for numbered in enumerate(paths):
        waiting.put_nowait(numbered)
    copies = {}

    async def worker():
        while not waiting.empty():
            number, path = waiting.get_nowait()
            copies[number] = await thumbnail(path, resize)

    await asyncio.gather(worker(), worker())
    return [copies[number] for number in range(len(paths))]
