"""Skips a line that cannot be parsed, and tells nobody.

caught by: test_an_error_stops_everything
says: The step 'parse' failed, and the pipeline returned as if it had not
"""

import asyncio

END = object()


async def pipeline(source, parse, write, *, workers=3, maxsize=100, batch=50):
    lines, records = asyncio.Queue(maxsize), asyncio.Queue(maxsize)

    async def read():
        async for line in source:
            await lines.put(line)
        for _ in range(workers):
            await lines.put(END)

    async def work():
        while (line := await lines.get()) is not END:
            try:
                await records.put(await parse(line))
            except Exception:
                continue
        await records.put(END)

    async def store():
        written, full, working = 0, [], workers
        while working:
            if (record := await records.get()) is END:
                working -= 1
            else:
                full.append(record)
            if len(full) == batch or (full and not working):
                await write(full)
                written += len(full)
                full = []
        return written

    async with asyncio.TaskGroup() as group:
        group.create_task(read())
        for _ in range(workers):
            group.create_task(work())
        storing = group.create_task(store())
    return storing.result()
