"""Starts tasks and awaits them, without a thought for the day on which it is cancelled itself.

caught by: test_a_cancelled_pipeline_leaves_nothing
says: tasks went on after pipeline had ended
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

    tasks = [asyncio.create_task(step) for step in (read(), store(), *(work() for _ in range(workers)))]
    done, waiting = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    for task in done:
        task.result()
    return tasks[1].result()
