"""Runs the steps with gather, which passes the first error on and lets the others go on.

caught by: test_an_error_stops_everything
says: the other steps went on
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

    *_, written = await asyncio.gather(read(), *(work() for _ in range(workers)), store())
    return written
