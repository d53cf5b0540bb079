"""The loop's own pool of threads, asked directly."""

import asyncio


async def thumbnail(path, resize):
    return await asyncio.get_running_loop().run_in_executor(None, resize, path)


async def process_all(paths, resize):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(thumbnail(path, resize)) for path in paths]
    return [task.result() for task in tasks]
