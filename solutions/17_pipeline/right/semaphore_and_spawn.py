"""A task for each line, but no more of them than the semaphore has places."""

import asyncio

END = object()


async def pipeline(source, parse, write, *, workers=3, maxsize=100, batch=50):
    records, places = asyncio.Queue(maxsize), asyncio.Semaphore(workers)

    async def one(line):
        try:
            await records.put(await parse(line))
        finally:
            places.release()

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
        async with asyncio.TaskGroup() as lines:
            async for line in source:
                await places.acquire()
                lines.create_task(one(line))
        await records.put(END)
    return storing.result()
