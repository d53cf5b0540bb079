"""Counts the repetitions and not the first call, and so makes one call too many.

caught by: test_the_last_error_is_raised
says: the first call counts, too
says: 6 calls
"""

import asyncio
import random


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    for n in range(attempts):
        try:
            return await op()
        except retry_on:
            await asyncio.sleep(min(cap, base * 2**n) * rng())
    return await op()
