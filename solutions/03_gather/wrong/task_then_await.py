"""Makes each a task, and awaits it in the same breath.

caught by: test_three_waits_take_one_second
says: ran one after another
"""

import asyncio


async def collect(first, second, third):
    return [await asyncio.create_task(station()) for station in (first, second, third)]
