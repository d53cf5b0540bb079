"""Lets a worker write while all the others wait for its lock: nobody parses meanwhile.

caught by: test_the_steps_work_at_the_same_time
says: a step stands still while another one works
"""

import asyncio

END = object()


async def pipeline(source, parse, write, *, workers=3, maxsize=100, batch=50):
    lines, full, lock, written = asyncio.Queue(maxsize), [], asyncio.Lock(), 0

    async def read():
        async for line in source:
            await lines.put(line)
        for _ in range(workers):
            await lines.put(END)

    async def work():
        nonlocal written
        while (line := await lines.get()) is not END:
            record = await parse(line)
            async with lock:
                full.append(record)
                if len(full) == batch:
                    await write(full)
                    written += len(full)
                    full.clear()

    async with asyncio.TaskGroup() as group:
        group.create_task(read())
        for _ in range(workers):
            group.create_task(work())
    if full:
        await write(full)
    return written + len(full)
