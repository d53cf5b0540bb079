"""A semaphore lets three pictures in at once; they finish in any order and are put back in theirs."""

import asyncio


async def thumbnail(path, resize):
    return await asyncio.to_thread(lambda: resize(path))


async def process_all(paths, resize):
    gate = asyncio.Semaphore(3)

    async def one(number, path):
        async with gate:
            return number, await thumbnail(path, resize)

    copies = [await done for done in asyncio.as_completed([one(*numbered) for numbered in enumerate(paths)])]
    return [copy for _, copy in sorted(copies)]
