"""Parses a batch and writes it, and reads on only when it is written.

caught by: test_the_steps_work_at_the_same_time
says: a step stands still while another one works
"""

import asyncio


async def pipeline(source, parse, write, *, workers=3, maxsize=100, batch=50):
    at_once = asyncio.Semaphore(workers)
    written = 0

    async def one(line):
        async with at_once:
            return await parse(line)

    async def flush(lines):
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(line)) for line in lines]
        await write([task.result() for task in tasks])

    lines = []
    async for line in source:
        lines.append(line)
        if len(lines) == batch:
            await flush(lines)
            written += len(lines)
            lines = []
    if lines:
        await flush(lines)
    return written + len(lines)
