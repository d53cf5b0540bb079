"""No queue of lines at all: the workers take turns at the source, and then parse side by side."""

import asyncio

END = object()


async def pipeline(source, parse, write, *, workers=3, maxsize=100, batch=50):
    records, turn, lines = asyncio.Queue(maxsize), asyncio.Lock(), aiter(source)

    async def work():
        while True:
            async with turn:
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
