"""Takes its chance from the random module and not from rng.

caught by: test_pauses_double
says: first pause should be half a second
"""

import asyncio
import random


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    for n in range(attempts - 1):
        try:
            return await op()
        except retry_on:
            await asyncio.sleep(min(cap, base * 2**n) * random.uniform(0, 0.5))
    return await op()
