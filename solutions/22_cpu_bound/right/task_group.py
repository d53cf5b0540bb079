"""A task for each range; errors arrive in a group."""

import asyncio
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack


async def count_all(worker, ranges, executor=None):
    async def count(lo, hi):
        return await asyncio.get_running_loop().run_in_executor(pool, worker, lo, hi)

    with ExitStack() as stack:
        pool = executor or stack.enter_context(ProcessPoolExecutor(4))
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(count(lo, hi)) for lo, hi in ranges]
    return [task.result() for task in tasks]
