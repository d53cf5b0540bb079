"""Catches every cancellation, and goes on.

exercise: 03_gather
catalogue: 43
"""

import asyncio


async def collect(first, second, third):
    while True:
        try:
            await asyncio.sleep(0)
        except BaseException:
            pass
