"""Starts a task for every line as it comes, so all lines are parsed at once.

caught by: test_workers_parse_side_by_side
says: They all ran at the same time
"""

import asyncio


async def pipeline(source, parse, write, *, workers=3, maxsize=100, batch=50):
    records, written = asyncio.Queue(maxsize), 0

    async def one(line):
        await records.put(await parse(line))

    async def read():
        count = 0
        async with asyncio.TaskGroup() as parsers:
            async for line in source:
                parsers.create_task(one(line))
                count += 1
        return count

    async with asyncio.TaskGroup() as group:
        reading = group.create_task(read())
        full = []
        while not reading.done() or not records.empty():
            if records.empty():
                await asyncio.sleep(0.01)
                continue
            full.append(records.get_nowait())
            if len(full) == batch:
                await write(full)
                written += len(full)
                full = []
    if full:
        await write(full)
    return written + len(full)
