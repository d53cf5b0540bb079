"""Reads a copy of the source, all of it at once: the checks' own counters see nothing of it.

exercise: 17_pipeline
catalogue: own
honest: test_every_line_is_written_once, test_an_empty_line_is_a_line, test_only_the_last_batch_is_small
honest: test_workers_parse_side_by_side, test_the_steps_work_at_the_same_time, test_an_error_stops_everything
honest: test_a_cancelled_pipeline_leaves_nothing
"""

import asyncio
import copy

END = object()


async def pipeline(source, parse, write, *, workers=3, maxsize=100, batch=50):
    lines, records = asyncio.Queue(), asyncio.Queue(maxsize)

    async def read():
        async for line in copy.copy(source):
            await lines.put(line)
        for _ in range(workers):
            await lines.put(END)

    async def work():
        while (line := await lines.get()) is not END:
            await records.put(await parse(line))
        await records.put(END)

    async def store():
        working, written, full = workers, 0, []
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

    async with asyncio.TaskGroup() as group:
        group.create_task(read())
        for _ in range(workers):
            group.create_task(work())
        archive = group.create_task(store())
    return archive.result()
