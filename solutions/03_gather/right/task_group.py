"""A task group, and the results of its tasks."""

import asyncio


async def collect(first, second, third):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(station()) for station in (first, second, third)]
    return [task.result() for task in tasks]
