"""Empties the shared list after the write: records that came in meanwhile are thrown away.

caught by: test_only_the_last_batch_is_small
says: this is what the writes got
"""

import asyncio

END = object()


async def pipeline(source, parse, write, *, workers=3, maxsize=100, batch=50):
    lines, full, written = asyncio.Queue(maxsize), [], 0

    async def read():
        async for line in source:
            await lines.put(line)
        for _ in range(workers):
            await lines.put(END)

    async def work():
        nonlocal written
        while (line := await lines.get()) is not END:
            full.append(await parse(line))
            if len(full) == batch:
                written += batch
                await write(full)
                full.clear()

    async with asyncio.TaskGroup() as group:
        group.create_task(read())
        for _ in range(workers):
            group.create_task(work())
    if full:
        await write(full)
    return written + len(full)
