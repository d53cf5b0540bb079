"""Waits for a first line, and then takes an empty queue for the end of the night.

caught by: test_every_line_is_written_once
says: not the end of the night
"""

import asyncio


async def pipeline(source, parse, write, *, workers=3, maxsize=100, batch=50):
    lines, records, written = asyncio.Queue(maxsize), [], 0

    async def read():
        async for line in source:
            await lines.put(line)

    async def work():
        records.append(await parse(await lines.get()))
        while not lines.empty():
            records.append(await parse(await lines.get()))

    async with asyncio.TaskGroup() as group:
        reading = group.create_task(read())
        working = [group.create_task(work()) for _ in range(workers)]
        await asyncio.wait(working)
        reading.cancel()
    for start in range(0, len(records), batch):
        await write(records[start : start + batch])
        written += len(records[start : start + batch])
    return written
