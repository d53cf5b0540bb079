"""join waits until every line and every record is done; then the tasks, which wait for more, are cancelled."""

import asyncio


async def pipeline(source, parse, write, *, workers=3, maxsize=100, batch=50):
    lines, records = asyncio.Queue(maxsize), asyncio.Queue(maxsize)
    full, written = [], 0

    async def work():
        while True:
            record = await parse(await lines.get())
            await records.put(record)
            lines.task_done()

    async def store():
        nonlocal full, written
        while True:
            full.append(await records.get())
            if len(full) == batch:
                await write(full)
                written += len(full)
                full = []
            records.task_done()

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(work()) for _ in range(workers)] + [group.create_task(store())]
        async for line in source:
            await lines.put(line)
        await lines.join()
        await records.join()
        for task in tasks:
            task.cancel()
    if full:
        await write(full)
    return written + len(full)
