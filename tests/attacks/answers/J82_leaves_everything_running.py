"""Leaves tasks, coroutines and an async generator behind, and answers with what it has by then.

exercise: 03_gather
catalogue: 82
"""

import asyncio

kept = []


async def stay():
    try:
        await asyncio.sleep(10**6)
    finally:
        await asyncio.sleep(10**6)


async def collect(first, second, third):
    for _ in range(100):
        kept.append(asyncio.create_task(stay()))
        stay()
    first(), second(), third()
    return ["guess", "guess", "guess"]
