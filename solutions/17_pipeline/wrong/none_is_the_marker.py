"""Uses None as the end marker, and a record may be None.

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
            await lines.put(None)

    async def work():
        while (line := await lines.get()) is not None:
            await records.put(await parse(line))

    async def store():
        written, full = 0, []
        while (record := await records.get()) is not None:
            full.append(record)
            if len(full) == batch:
                await write(full)
                written += len(full)
                full = []
        if full:
            await write(full)
        return written + len(full)

    async with asyncio.TaskGroup() as group:
        storing = group.create_task(store())
        async with asyncio.TaskGroup() as parsers:
            reading = parsers.create_task(read())
            for _ in range(workers):
                parsers.create_task(work())
            storing.add_done_callback(lambda _: reading.cancel())
        await records.put(None)
    return storing.result()
