"""A generator expression makes each task only when the one before has been awaited.

caught by: test_three_waits_take_one_second
says: ran one after another
"""

import asyncio


async def collect(first, second, third):
    tasks = (asyncio.create_task(station()) for station in (first, second, third))
    return [await task for task in tasks]
