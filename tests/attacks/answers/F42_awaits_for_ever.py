"""Gives the loop its turn, again and again, for ever.

exercise: 03_gather
catalogue: 42
"""

import asyncio


async def collect(first, second, third):
    while True:
        await asyncio.sleep(0)
