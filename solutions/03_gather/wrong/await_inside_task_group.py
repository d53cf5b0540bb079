"""Awaits each task while still filling the group.

caught by: test_three_waits_take_one_second
says: ran one after another
"""

import asyncio


async def collect(first, second, third):
    async with asyncio.TaskGroup() as group:
        return [await group.create_task(station()) for station in (first, second, third)]
