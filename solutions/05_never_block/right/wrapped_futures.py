"""Futures of a thread pool, made awaitable for the loop."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

workers = ThreadPoolExecutor(2)


async def thumbnail(path, resize):
    return await asyncio.wrap_future(workers.submit(resize, path))


async def process_all(paths, resize):
    shrinking = [asyncio.wrap_future(workers.submit(resize, path)) for path in paths]
    return [await copy for copy in shrinking]
