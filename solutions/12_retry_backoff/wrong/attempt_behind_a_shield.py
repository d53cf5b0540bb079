"""Shields the attempt: when retry is cancelled, the call to the buoy goes on.

caught by: test_a_cancellation_is_no_failure
says: work that it had started went on
"""

import asyncio
import random


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    for n in range(attempts - 1):
        try:
            return await asyncio.shield(op())
        except retry_on:
            await asyncio.sleep(min(cap, base * 2**n) * rng())
    return await op()
