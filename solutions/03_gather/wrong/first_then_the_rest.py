"""Waits for the first station before starting the other two.

caught by: test_three_waits_take_one_second
says: Only 2 of 3 ran at the same time
"""

import asyncio


async def collect(first, second, third):
    report = await first()
    return [report, *await asyncio.gather(second(), third())]
