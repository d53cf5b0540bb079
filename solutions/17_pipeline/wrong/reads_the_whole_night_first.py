"""Reads the whole night into a list before the first line is parsed.

caught by: test_a_slow_archive_holds_everybody_back
says: piled up in front of parse
"""

import asyncio


async def pipeline(source, parse, write, *, workers=3, maxsize=100, batch=50):
    lines = [line async for line in source]
    at_once = asyncio.Semaphore(workers)

    async def one(line):
        async with at_once:
            return await parse(line)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(line)) for line in lines]
    records = [task.result() for task in tasks]
    for start in range(0, len(records), batch):
        await write(records[start : start + batch])
    return len(records)
