"""Lets a worker go home as soon as the queue is empty for a moment.

caught by: test_every_line_is_written_once
says: not the end of the night
says: 0 lines parsed
"""

import asyncio


async def pipeline(source, parse, write, *, workers=3, maxsize=100, batch=50):
    lines, records = asyncio.Queue(maxsize), []
    writing, written = asyncio.Lock(), 0

    async def read():
        async for line in source:
            await lines.put(line)

    async def work():
        nonlocal written
        while not lines.empty():
            records.append(await parse(await lines.get()))
            async with writing:
                if len(records) >= batch:
                    part = records[:batch]
                    del records[:batch]
                    await write(part)
                    written += len(part)

    async with asyncio.TaskGroup() as group:
        group.create_task(read())
        for _ in range(workers):
            group.create_task(work())
    if records:
        await write(records)
        written += len(records)
    return written
