"""The workers have a group of their own: when it ends, the archive gets its end marker."""

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
        # One marker is enough when everybody passes it on.
        await lines.put(END)

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
        storing = group.create_task(store())
        async with asyncio.TaskGroup() as parsers:
            parsers.create_task(read())
            for _ in range(workers):
                parsers.create_task(work())
        await records.put(END)
    return storing.result()
