"""Writes ConnectionError where the caller's retry_on belongs.

caught by: test_other_errors_are_raised_at_once
says: retry_on has only TimeoutError
"""

import asyncio
import random


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    for n in range(attempts - 1):
        try:
            return await op()
        except ConnectionError:
            await asyncio.sleep(min(cap, base * 2**n) * rng())
    return await op()
