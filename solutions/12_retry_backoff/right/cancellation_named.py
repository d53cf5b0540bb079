"""Catches everything, and lets everything out again that is not to be tried again."""

import asyncio
import random


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    n = 0
    while True:
        try:
            return await op()
        except BaseException as error:
            if not isinstance(error, retry_on) or n + 1 >= attempts:
                raise
        await asyncio.sleep(min(cap, base * 2**n) * rng())
        n += 1
