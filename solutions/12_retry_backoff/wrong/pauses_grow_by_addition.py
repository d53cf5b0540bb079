"""Makes each pause longer by the same amount: 0.5, 1, 1.5.

caught by: test_pauses_double
says: twice as long
says: 0.50, 1.00, 1.50 s
"""

import asyncio
import random


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    for n in range(attempts - 1):
        try:
            return await op()
        except retry_on:
            await asyncio.sleep(min(cap, base * (n + 1)) * rng())
    return await op()
