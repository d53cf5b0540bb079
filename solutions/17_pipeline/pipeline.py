"""The bicycle counters of a city: read, parse and write at the same time, with little in memory."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

Parse = Callable[[str], Awaitable[Any]]
Write = Callable[[list[Any]], Awaitable[None]]

END = object()


async def pipeline(
    source: AsyncIterator[str], parse: Parse, write: Write, *, workers: int = 3, maxsize: int = 100, batch: int = 50
) -> int:
    """Parse every line of the source, write every record once, in any order, and return how many were written."""
    lines: asyncio.Queue[Any] = asyncio.Queue(maxsize)
    records: asyncio.Queue[Any] = asyncio.Queue(maxsize)

    async def read() -> None:
        async for line in source:
            await lines.put(line)
        for _ in range(workers):
            await lines.put(END)

    async def work() -> None:
        while (line := await lines.get()) is not END:
            await records.put(await parse(line))
        await records.put(END)

    async with asyncio.TaskGroup() as group:
        group.create_task(read())
        for _ in range(workers):
            group.create_task(work())
        archive = group.create_task(_store(records, write, workers, batch))
    return archive.result()


async def _store(records: asyncio.Queue[Any], write: Write, working: int, batch: int) -> int:
    """Write the records in batches until each worker has said that it is done; return how many there were."""
    written = 0
    full: list[Any] = []
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
