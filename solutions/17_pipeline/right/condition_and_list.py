"""No queue: a condition, two lists, and everybody waits until there is room, or something to do."""

import asyncio


async def pipeline(source, parse, write, *, workers=3, maxsize=100, batch=50):
    changed, lines, records, reading, working = asyncio.Condition(), [], [], True, workers

    async def read():
        nonlocal reading
        async for line in source:
            async with changed:
                await changed.wait_for(lambda: len(lines) < maxsize)
                lines.append(line)
                changed.notify_all()
        async with changed:
            reading = False
            changed.notify_all()

    async def work():
        nonlocal working
        while True:
            async with changed:
                await changed.wait_for(lambda: lines or not reading)
                if not lines:
                    working -= 1
                    changed.notify_all()
                    return
                line = lines.pop(0)
                changed.notify_all()
            record = await parse(line)
            async with changed:
                await changed.wait_for(lambda: len(records) < max(maxsize, batch))
                records.append(record)
                changed.notify_all()

    async with asyncio.TaskGroup() as group:
        group.create_task(read())
        for _ in range(workers):
            group.create_task(work())
        written = 0
        while True:
            async with changed:
                await changed.wait_for(lambda: len(records) >= batch or not working)
                part = records[:batch]
                del records[:batch]
                changed.notify_all()
            if not part:
                return written
            await write(part)
            written += len(part)
