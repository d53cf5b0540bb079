"""Waits with join until all is done, and leaves the workers waiting for the next line.

caught by: test_workers_parse_side_by_side
says: 4 tasks are still running
says: cancel and await
"""

import asyncio

END = object()


async def pipeline(source, parse, write, *, workers=3, maxsize=100, batch=50):
    lines, records = asyncio.Queue(maxsize), asyncio.Queue(maxsize)

    async def work():
        while True:
            line = await lines.get()
            await records.put(await parse(line))
            lines.task_done()

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

    storing = asyncio.create_task(store())
    working = [asyncio.create_task(work()) for _ in range(workers)]
    async for line in source:
        await lines.put(line)
    await lines.join()
    await records.put(END)
    return await storing
