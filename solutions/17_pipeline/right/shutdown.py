"""Closes each queue when nothing more will come: whoever gets from it then is told so.

needs: Python 3.13
"""

import asyncio


async def pipeline(source, parse, write, *, workers=3, maxsize=100, batch=50):
    lines, records = asyncio.Queue(maxsize), asyncio.Queue(maxsize)

    async def read():
        async for line in source:
            await lines.put(line)
        lines.shutdown()

    async def work():
        try:
            while True:
                await records.put(await parse(await lines.get()))
        except asyncio.QueueShutDown:
            pass

    async def store():
        written, full = 0, []
        try:
            while True:
                full.append(await records.get())
                if len(full) == batch:
                    await write(full)
                    written += len(full)
                    full = []
        except asyncio.QueueShutDown:
            if full:
                await write(full)
        return written + len(full)

    async with asyncio.TaskGroup() as group:
        storing = group.create_task(store())
        async with asyncio.TaskGroup() as parsers:
            parsers.create_task(read())
            for _ in range(workers):
                parsers.create_task(work())
        records.shutdown()
    return storing.result()
