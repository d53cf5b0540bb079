"""The longest pauses are worked out beforehand; the last attempt has none."""

import asyncio
import random


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    longest = [*(min(cap, base * 2**n) for n in range(attempts - 1)), None]
    for pause in longest:
        try:
            return await op()
        except retry_on:
            if pause is None:
                raise
            await asyncio.sleep(pause * rng())
    raise AssertionError("the last attempt returns or raises")
