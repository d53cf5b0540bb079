"""Calls asyncio.sleep without await: there is no pause.

caught by: test_pauses_double
says: The first pause should be half a second
says: nobody awaited it
"""

import asyncio
import random


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    for n in range(attempts - 1):
        try:
            return await op()
        except retry_on:
            asyncio.sleep(min(cap, base * 2**n) * rng())
    return await op()
