"""asyncio.wait, and the results from the list that has the order."""

import asyncio


async def collect(first, second, third):
    tasks = [asyncio.create_task(station()) for station in (first, second, third)]
    await asyncio.wait(tasks)
    return tuple(task.result() for task in tasks)
