"""Asks rng once and uses that number for all pauses.

caught by: test_chance_shortens_each_pause
says: rng gave 0.4, 0.2 and 0
"""

import asyncio
import random


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    chance = rng()
    for n in range(attempts - 1):
        try:
            return await op()
        except retry_on:
            await asyncio.sleep(min(cap, base * 2**n) * chance)
    return await op()
