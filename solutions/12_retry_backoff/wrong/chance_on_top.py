"""Adds chance to the pause in place of multiplying.

caught by: test_chance_shortens_each_pause
says: that much of 1.5 s
"""

import asyncio
import random


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    for n in range(attempts - 1):
        try:
            return await op()
        except retry_on:
            await asyncio.sleep(min(cap, base * 2**n) + (rng() - 1))
    return await op()
