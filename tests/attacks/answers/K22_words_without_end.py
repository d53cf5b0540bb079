"""Names tasks, errors and values so that the words about them are endless.

exercise: 03_gather
catalogue: own
"""

import asyncio

kept = []


async def collect(first, second, third):
    for number in range(2000):
        kept.append(asyncio.create_task(asyncio.sleep(10**6), name=f"{number} " + "x" * 100_000))
    raise ValueError(*["y" * 100_000] * 1000)
