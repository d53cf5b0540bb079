"""Pauses after the last failure, too, before it raises.

caught by: test_pauses_double
says: nothing to wait for
says: 8.50 s
"""

import asyncio
import random


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    for n in range(attempts):
        try:
            return await op()
        except retry_on as error:
            last = error
            await asyncio.sleep(min(cap, base * 2**n) * rng())
    raise last
