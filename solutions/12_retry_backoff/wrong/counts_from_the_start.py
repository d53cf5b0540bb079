"""Counts each pause from the start of the attempt, not from its failure.

caught by: test_pauses_double
says: first pause should be half a second
"""

import asyncio
import random


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    loop = asyncio.get_running_loop()
    for n in range(attempts - 1):
        due = loop.time() + min(cap, base * 2**n) * rng()
        try:
            return await op()
        except retry_on:
            await asyncio.sleep(due - loop.time())
    return await op()
