"""Each picture gets a thread with an event loop of its own, which may stand still."""

import asyncio


async def shrink(path, resize):
    return resize(path)


async def thumbnail(path, resize):
    return await asyncio.to_thread(lambda: asyncio.run(shrink(path, resize)))


async def process_all(paths, resize):
    return await asyncio.gather(*(thumbnail(path, resize) for path in paths))
