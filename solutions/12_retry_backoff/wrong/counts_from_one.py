"""Counts the failures from one, and so begins with a pause twice as long.

caught by: test_pauses_double
says: first pause should be half a second
"""

import asyncio
import random


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    for n in range(1, attempts):
        try:
            return await op()
        except retry_on:
            await asyncio.sleep(min(cap, base * 2**n) * rng())
    return await op()
