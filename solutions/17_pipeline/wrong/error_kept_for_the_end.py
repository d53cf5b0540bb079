"""Keeps the first error and raises it when the rest of the night is done.

caught by: test_an_error_stops_everything
says: the other steps went on
"""

import asyncio

END = object()


async def pipeline(source, parse, write, *, workers=3, maxsize=100, batch=50):
    lines, records, errors = asyncio.Queue(maxsize), asyncio.Queue(maxsize), []

    async def read():
        try:
            async for line in source:
                await lines.put(line)
        except Exception as error:
            errors.append(error)
        for _ in range(workers):
            await lines.put(END)

    async def work():
        while (line := await lines.get()) is not END:
            try:
                await records.put(await parse(line))
            except Exception as error:
                errors.append(error)
        await records.put(END)

    async def store():
        written, full, working = 0, [], workers
        while working:
            if (record := await records.get()) is END:
                working -= 1
            else:
                full.append(record)
            if len(full) == batch or (full and not working):
                try:
                    await write(full)
                except Exception as error:
                    errors.append(error)
                written += len(full)
                full = []
        return written

    async with asyncio.TaskGroup() as group:
        group.create_task(read())
        for _ in range(workers):
            group.create_task(work())
        storing = group.create_task(store())
    if errors:
        raise errors[0]
    return storing.result()
