"""Bounds the first queue only, so the records pile up in the second one.

caught by: test_a_slow_archive_holds_everybody_back
says: Records piled up in front of the archive
"""

import asyncio

END = object()


async def pipeline(source, parse, write, *, workers=3, maxsize=100, batch=50):
    lines, records = asyncio.Queue(maxsize), asyncio.Queue()

    async def read():
        async for line in source:
            await lines.put(line)
        for _ in range(workers):
            await lines.put(END)

    async def work():
        while (line := await lines.get()) is not END:
            await records.put(await parse(line))
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
