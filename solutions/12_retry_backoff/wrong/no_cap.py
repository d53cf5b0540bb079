"""Lets the pauses grow without end.

caught by: test_no_pause_is_longer_than_the_cap
says: until they reach the cap
"""

import asyncio
import random


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    for n in range(attempts - 1):
        try:
            return await op()
        except retry_on:
            await asyncio.sleep(base * 2**n * rng())
    return await op()
