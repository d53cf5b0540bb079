"""Asks whether a line is true, so an empty line sends a worker home.

caught by: test_an_empty_line_is_a_line
says: taken for the end
"""

import asyncio


async def pipeline(source, parse, write, *, workers=3, maxsize=100, batch=50):
    lines, records = asyncio.Queue(maxsize), asyncio.Queue(maxsize)

    async def read():
        async for line in source:
            await lines.put(line)
        for _ in range(workers):
            await lines.put("")

    async def work():
        while line := await lines.get():
            await records.put((await parse(line),))
        await records.put(())

    async def store():
        written, full, working = 0, [], workers
        while working:
            if record := await records.get():
                full.extend(record)
            else:
                working -= 1
            if len(full) == batch or (full and not working):
                await write(full)
                written += len(full)
                full = []
        return written

    async with asyncio.TaskGroup() as group:
        reading = group.create_task(read())
        for _ in range(workers):
            group.create_task(work())
        result = await group.create_task(store())
        reading.cancel()
    return result
