"""Pauses with time.sleep, which stops the whole loop.

caught by: test_pauses_double
says: whole event loop stood still
"""

import random
import time


async def retry(op, *, attempts=5, base=0.5, cap=8.0, retry_on=(ConnectionError,), rng=random.random):
    for n in range(attempts - 1):
        try:
            return await op()
        except retry_on:
            time.sleep(min(cap, base * 2**n) * rng())
    return await op()
