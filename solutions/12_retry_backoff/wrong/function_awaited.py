"""Awaits the function itself, and not what a call of it gives.

caught by: test_the_first_success_is_the_result
says: Only a coroutine, a Task or a Future can be awaited
"""

import asyncio
import random


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    for n in range(attempts - 1):
        try:
            return await op
        except retry_on:
            await asyncio.sleep(min(cap, base * 2**n) * rng())
    return await op
