"""Lets each worker write the batch that it completes, also while another write is going on.

caught by: test_only_the_last_batch_is_small
says: one batch at a time
says: at most 1 writes at once
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
        nonlocal full, written
        while (line := await lines.get()) is not END:
            record = await parse(line)
            full.append(record)
            if len(full) == batch:
                part, full = full, []
                await write(part)
                written += len(part)

    async with asyncio.TaskGroup() as group:
        group.create_task(read())
        for _ in range(workers):
            group.create_task(work())
    if full:
        await write(full)
    return written + len(full)
