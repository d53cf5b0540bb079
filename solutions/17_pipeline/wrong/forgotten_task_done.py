"""Waits with join, and never tells the queue that a line is done.

caught by: test_every_line_is_written_once
says: every task waits
says: in pipeline, waiting in Event.wait
"""

import asyncio


async def pipeline(source, parse, write, *, workers=3, maxsize=100, batch=50):
    lines, records, written = asyncio.Queue(maxsize), [], 0
    writing = asyncio.Lock()

    async def flush(least):
        nonlocal written
        async with writing:
            while len(records) >= least:
                part = records[:batch]
                del records[:batch]
                await write(part)
                written += len(part)

    async def work():
        while True:
            records.append(await parse(await lines.get()))
            await flush(batch)

    working = [asyncio.create_task(work()) for _ in range(workers)]
    try:
        async for line in source:
            await lines.put(line)
        await lines.join()
        await flush(1)
    finally:
        for task in working:
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)
    return written
