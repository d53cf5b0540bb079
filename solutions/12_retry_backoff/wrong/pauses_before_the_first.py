"""Pauses before each attempt, also before the first one.

caught by: test_pauses_double
says: nothing to wait for
"""

import asyncio
import random


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    for n in range(attempts):
        await asyncio.sleep(min(cap, base * 2 ** (n - 1)) * rng())
        try:
            return await op()
        except retry_on:
            if n == attempts - 1:
                raise
