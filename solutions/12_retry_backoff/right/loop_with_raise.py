"""One loop over all attempts; the last one raises."""

import asyncio
import random


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    for n in range(attempts):
        try:
            return await op()
        except retry_on:
            if n == attempts - 1:
                raise
        await asyncio.sleep(min(cap, base * 2**n) * rng())
    raise ValueError("attempts should be 1 or more")
