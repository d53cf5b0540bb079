"""Writes `rng() or 1`, and takes the 0 for no number at all.

caught by: test_chance_shortens_each_pause
says: rng gave 0.4, 0.2 and 0
says: 1.50 s
"""

import asyncio
import random


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    for n in range(attempts - 1):
        try:
            return await op()
        except retry_on:
            await asyncio.sleep(min(cap, base * 2**n) * (rng() or 1))
    return await op()
