"""Makes the figures of the report NaN and infinite, and its texts halves of surrogate pairs.

exercise: 03_gather
catalogue: 78
"""

import asyncio


async def collect(first, second, third):
    asyncio.get_running_loop().clock.now = float("nan")
    asyncio.current_task().set_name("\ud800" * 1000)
    try:
        await first()
    finally:
        asyncio.get_running_loop().clock.now = float("inf")
    raise ValueError("\udfff" * 100_000)
