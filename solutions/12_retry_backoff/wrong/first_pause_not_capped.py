"""Cuts at the cap only when it doubles, so that the first pause may be longer.

caught by: test_chance_shortens_each_pause
says: base is above the cap
"""

import asyncio
import random


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    pause = base
    for n in range(attempts - 1):
        try:
            return await op()
        except retry_on:
            await asyncio.sleep(pause * rng())
            pause = min(cap, pause * 2)
    return await op()
