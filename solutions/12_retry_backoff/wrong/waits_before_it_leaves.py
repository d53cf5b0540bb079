"""Passes the cancellation on, but only when the pause is over.

caught by: test_cancelled_it_leaves_at_once
says: did not leave at once
"""

import asyncio
import random


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    for n in range(attempts - 1):
        try:
            return await op()
        except retry_on:
            pause = asyncio.ensure_future(asyncio.sleep(min(cap, base * 2**n) * rng()))
            try:
                await asyncio.shield(pause)
            finally:
                await pause
    return await op()
