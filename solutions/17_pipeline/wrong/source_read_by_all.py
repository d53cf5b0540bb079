"""Lets all workers pull at the source at the same time.

caught by: test_every_line_is_written_once
says: one line at a time
says: 3 tasks at the source at once
"""

import asyncio

END = object()


async def pipeline(source, parse, write, *, workers=3, maxsize=100, batch=50):
    records, lines = asyncio.Queue(maxsize), aiter(source)

    async def work():
        while True:
            line = await anext(lines, END)
            if line is END:
                return
            await records.put(await parse(line))

    async def read_and_parse():
        async with asyncio.TaskGroup() as group:
            for _ in range(workers):
                group.create_task(work())
        await records.put(END)

    async with asyncio.TaskGroup() as group:
        group.create_task(read_and_parse())
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
