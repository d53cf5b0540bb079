"""Parses in one loop, one line after the other, and calls that workers.

caught by: test_workers_parse_side_by_side
says: ran one after another
says: 4 at once
"""

import asyncio

END = object()


async def pipeline(source, parse, write, *, workers=3, maxsize=100, batch=50):
    lines, records = asyncio.Queue(maxsize), asyncio.Queue(maxsize)

    async def read():
        async for line in source:
            await lines.put(line)
        await lines.put(END)

    async def work():
        while (line := await lines.get()) is not END:
            await records.put(await parse(line))
        await records.put(END)

    async def store():
        written, full = 0, []
        while (record := await records.get()) is not END:
            full.append(record)
            if len(full) == batch:
                await write(full)
                written += len(full)
                full = []
        if full:
            await write(full)
        return written + len(full)

    async with asyncio.TaskGroup() as group:
        group.create_task(read())
        group.create_task(work())
        storing = group.create_task(store())
    return storing.result()
