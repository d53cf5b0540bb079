"""An async generator brings the attempts, and pauses between them."""

import asyncio
import random


async def tries(attempts, base, cap, rng):
    for n in range(attempts):
        if n:
            await asyncio.sleep(min(cap, base * 2 ** (n - 1)) * rng())
        yield n == attempts - 1


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    async for last in tries(attempts, base, cap, rng):
        try:
            return await op()
        except retry_on:
            if last:
                raise
    raise ValueError("attempts should be 1 or more")
