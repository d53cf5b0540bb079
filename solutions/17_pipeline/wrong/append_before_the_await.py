"""Looks up full.append before the await: when parse is done, full is another list, and the record is lost.

caught by: test_every_line_is_written_once
says: should hold the record of every line once
"""

import asyncio

END = object()


async def pipeline(source, parse, write, *, workers=3, maxsize=100, batch=50):
    lines, full, written, writing = asyncio.Queue(maxsize), [], 0, asyncio.Lock()

    async def read():
        async for line in source:
            await lines.put(line)
        for _ in range(workers):
            await lines.put(END)

    async def work():
        nonlocal full, written
        while (line := await lines.get()) is not END:
            full.append(await parse(line))
            if len(full) == batch:
                part, full = full, []
                async with writing:
                    await write(part)
                written += len(part)

    async with asyncio.TaskGroup() as group:
        group.create_task(read())
        for _ in range(workers):
            group.create_task(work())
    if full:
        await write(full)
    return written + len(full)
