"""All tasks first, then await each."""

import asyncio


async def collect(first, second, third):
    tasks = [asyncio.create_task(station()) for station in (first, second, third)]
    return [await task for task in tasks]
