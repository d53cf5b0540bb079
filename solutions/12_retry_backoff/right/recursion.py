"""Each attempt leaves the rest to a call of itself, with a doubled pause."""

import asyncio
import random


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    try:
        return await op()
    except retry_on:
        if attempts <= 1:
            raise
        await asyncio.sleep(min(cap, base) * rng())
    return await retry(op, attempts=attempts - 1, base=base * 2, cap=cap, retry_on=retry_on, rng=rng)
