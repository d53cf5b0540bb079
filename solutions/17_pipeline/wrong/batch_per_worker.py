"""Gives every worker a batch of its own, so each of them ends with a small one.

caught by: test_only_the_last_batch_is_small
says: first write should get 3 records and the second 1
"""

import asyncio

END = object()


async def pipeline(source, parse, write, *, workers=3, maxsize=100, batch=50):
    lines, lock = asyncio.Queue(maxsize), asyncio.Lock()

    async def read():
        async for line in source:
            await lines.put(line)
        for _ in range(workers):
            await lines.put(END)

    async def work():
        written, full = 0, []
        while (line := await lines.get()) is not END:
            full.append(await parse(line))
            if len(full) == batch:
                async with lock:
                    await write(full)
                written += len(full)
                full = []
        if full:
            async with lock:
                await write(full)
        return written + len(full)

    async with asyncio.TaskGroup() as group:
        group.create_task(read())
        working = [group.create_task(work()) for _ in range(workers)]
    return sum(task.result() for task in working)
